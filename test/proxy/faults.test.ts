import assert from 'node:assert/strict';
import net from 'node:net';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Proxied, withRuntime } from './proxied';
import { textOf } from './rawClient';
import type { RawPeer } from './rawRuntime';

const ask = (path = '/r/v1/models', ...headers: string[]): string =>
  [`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers, '\r\n'].join('\r\n');
const post = (length: number): string => `POST /r/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n\r\n`;
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('a runtime that fails', () => {
  it('by not listening is answered 502 with what to do, a body under way or not', async () => {
    const port = await freePort();
    const proxied = await Proxied.start({ r: `http://localhost:${port}` });
    for (const request of [ask(), post(3_000_000), `${post(3)}abc`]) {
      const client = proxied.connect().send(request);
      if (request === post(3_000_000)) client.more(Buffer.alloc(3_000_000));
      const [answer] = await client.wholeAnswers(1);
      assert.match(answer?.startLine ?? '', / 502 /);
      const { error } = JSON.parse(textOf(answer)) as { error: { code: string; message: string } };
      assert.equal(error.code, 'runtime_unreachable');
      assert.match(error.message, new RegExp(`r at http://localhost:${port} .*nothing listens there\\. Start it`));
      await client.closed;
      assert.ok(!client.wasReset);
    }
    await proxied.server.stop();
  });

  const heads: readonly [string, string | Buffer, string][] = [
    ['by closing before it answers', '', 'runtime_broke_off'],
    ['within its head', 'HTTP/1.1 200 OK\r\nContent-Le', 'runtime_broke_off'],
    ['by not speaking HTTP', 'SSH-2.0-OpenSSH\r\n', 'runtime_not_http'],
    ['with a reason that cannot be written', 'HTTP/1.1 200 O\x01K\r\nContent-Length: 0\r\n\r\n', 'runtime_not_http'],
    ['with two framings', `${ok.slice(0, -6)}\r\nTransfer-Encoding: chunked\r\n\r\n`, 'runtime_not_http'],
    ['with a head beyond 64 KiB', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(70_000)}\r\n\r\n`, 'runtime_not_http'],
  ];
  for (const [how, said, code] of heads)
    it(`${how} is answered 502`, async () => {
      const failing = (_: unknown, { socket }: RawPeer): void => void socket.end(said);
      await withRuntime(failing, async (proxied) => {
        const client = proxied.connect().send(ask());
        const [answer] = await client.wholeAnswers(1);
        assert.match(answer?.startLine ?? '', / 502 /);
        assert.match(textOf(answer), new RegExp(`"code":"${code}"`));
        await client.closed;
      });
    });

  it('by closing its connection without an answer is told of', async () => {
    let asked = 0;
    const closing = (_: unknown, { socket }: RawPeer): void => {
      asked++;
      if (asked === 2) socket.resetAndDestroy();
      else socket.write(ok);
    };
    await withRuntime(closing, async (proxied) => {
      const client = proxied.connect();
      for (let i = 1; i <= 2; i++) {
        client.send(ask());
        await client.wholeAnswers(i);
      }
      assert.deepEqual(
        client.answers.map(({ startLine }) => startLine.split(' ')[1]),
        ['200', '502'],
      );
    });
  });

  it('by breaking off passes on what came, and no end', async () => {
    const cases = [
      ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n4\r\nha', false],
      ['HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhelloha', false],
      ['HTTP/1.1 200 OK\r\n\r\nhelloha', true],
    ] as const;
    for (const [said, isReset] of cases) {
      const breaking = (_: unknown, { socket }: RawPeer): void => {
        socket.write(said);
      };
      await withRuntime(breaking, async (proxied, runtime) => {
        const client = proxied.connect().send(ask());
        await client.until(() => (client.received.split('\r\n\r\n')[1] ?? '').includes('ha'));
        const { socket } = runtime.connections[0]!;
        if (isReset) socket.resetAndDestroy();
        else socket.end();
        await client.closed;
        assert.equal(textOf(client.answers[0]), 'helloha');
        assert.ok(client.answers[0]?.isWhole === false);
        assert.equal(client.wasReset, isReset);
      });
    }
  });

  it('by breaking off while its reader is slow loses nothing that came', async () => {
    const size = 24 * 1024 * 1024;
    const breaking = (_: unknown, { socket }: RawPeer): void => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size + 1}\r\n\r\n`);
      socket.end(Buffer.alloc(size, 'x'));
    };
    await withRuntime(breaking, async (proxied, runtime) => {
      const client = proxied.connect(false).send(ask());
      await client.until(() => client.answers.length === 1);
      client.socket.pause();
      for (let i = 0; i < 200; i++) await turn();
      client.socket.resume();
      await client.closed;
      await runtime.connections[0]!.closed;
      assert.equal(client.bodyBytes, size);
      assert.equal(client.answers[0]?.isWhole, false);
    });
  });
});

describe('a client that goes away', () => {
  for (const [how, leave] of [
    ['with a reset', (socket: net.Socket) => socket.resetAndDestroy()],
    ['in order', (socket: net.Socket) => socket.end()],
  ] as const)
    for (const [when, said] of [
      ['before the answer', ''],
      ['within the answer', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello'],
    ] as const)
      it(`${how} ${when} ends the request to the runtime`, async () => {
        let peer: RawPeer | undefined;
        const hanging = (_: unknown, asked: RawPeer): void => {
          peer = asked;
          asked.socket.write(said);
        };
        await withRuntime(hanging, async (proxied) => {
          const client = proxied.connect().send(ask());
          while (peer === undefined) await turn();
          if (said !== '') await client.until(() => client.bodyBytes === 5);
          leave(client.socket);
          await peer.closed;
        });
      });

  it('within its request ends the request to the runtime', async () => {
    await withRuntime(
      () => undefined,
      async (proxied, runtime) => {
        const client = proxied.connect().send(post(10)).more('abc');
        while (runtime.connections.length === 0) await turn();
        const [peer] = runtime.connections;
        await peer!.until(() => peer!.reader.last?.pieces.length === 1);
        client.socket.destroy();
        await peer!.closed;
        assert.equal(peer!.reader.last?.isWhole, false);
      },
    );
  });
});

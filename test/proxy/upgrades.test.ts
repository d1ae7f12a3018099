import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Message } from './messageReader';
import { withRuntime } from './proxied';
import { textOf } from './rawClient';
import type { RawPeer } from './rawRuntime';

const upgrade = (protocol: string, ...headers: string[]): string =>
  [
    'GET /r/ws HTTP/1.1',
    'Host: localhost',
    `Connection: keep-alive, Upgrade`,
    `Upgrade: ${protocol}`,
    'Sec-WebSocket-Key: abc',
    ...headers,
    '\r\n',
  ].join('\r\n');
const switching = 'HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nsec-X: y\r\n\r\n';

/** Agrees to speak something else, greets at once and sends back what it gets. */
function echo(_: Message, { socket }: RawPeer): void {
  socket.write(`${switching}hello`);
  socket.removeAllListeners('data');
  socket.on('data', (bytes: Buffer) => socket.write(bytes));
}

describe('an upgrade', () => {
  it('passes as it is, and so do all bytes both ways until one end closes', async () => {
    await withRuntime(echo, async (proxied, runtime) => {
      const client = proxied.connect().send(upgrade('websocket'));
      await client.until(() => client.received.endsWith('hello'));
      assert.equal(client.received, `${switching}hello`);
      const [asked] = runtime.connections[0]!.reader.messages;
      assert.equal(asked?.startLine, 'GET /ws HTTP/1.1');
      assert.deepEqual(asked.headers.slice(1), [
        ['Connection', 'keep-alive, Upgrade'],
        ['Upgrade', 'websocket'],
        ['Sec-WebSocket-Key', 'abc'],
      ]);
      const bytes = randomBytes(3_000_000);
      client.more(bytes);
      const before = switching.length + 'hello'.length;
      await client.until(() => client.received.length === before + bytes.length);
      assert.ok(Buffer.from(client.received.slice(before), 'latin1').equals(bytes));
      client.socket.end();
      await runtime.connections[0]!.closed;
      await client.closed;
    });
  });

  it('passes what the client sent with it', async () => {
    await withRuntime(echo, async (proxied, runtime) => {
      const client = proxied.connect().send(`${upgrade('other/1')}early`);
      await client.until(() => client.received.endsWith('helloearly'));
      runtime.connections[0]!.socket.end();
      await client.closed;
    });
  });

  it('that the runtime refuses is answered with the refusal', async () => {
    const refusing = (_: Message, { socket }: RawPeer): void =>
      void socket.write('HTTP/1.1 400 No Sockets\r\nContent-Length: 3\r\n\r\nno\n');
    await withRuntime(refusing, async (proxied) => {
      const client = proxied.connect().send(upgrade('websocket'));
      await client.closed;
      assert.equal(client.answers[0]?.startLine, 'HTTP/1.1 400 No Sockets');
      assert.equal(textOf(client.answers[0]), 'no\n');
    });
  });

  it('to HTTP/2 is passed over, with a body and without, and the connection is kept', async () => {
    const answering = (asked: Message, peer: RawPeer): void => {
      void peer
        .until(() => asked.isWhole)
        .then(() => {
          const body = `${asked.startLine} ${textOf(asked)}`;
          peer.socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
        });
    };
    await withRuntime(answering, async (proxied, runtime) => {
      const client = proxied.connect();
      const body = 'x'.repeat(200_000);
      for (let i = 1; i <= 3; i++) {
        const head = upgrade('h2c', 'HTTP2-Settings: AAMAAABkAAQ', `Content-Length: ${body.length}`)
          .replace('GET', 'POST')
          .replace('Upgrade', 'Upgrade, HTTP2-Settings');
        client.send(head).more(body);
        await client.wholeAnswers(2 * i - 1);
        client.send(upgrade('h2c'));
        await client.wholeAnswers(2 * i);
      }
      assert.deepEqual(
        client.answers.map(textOf),
        Array.from({ length: 6 }, (_, i) => (i % 2 === 0 ? `POST /ws HTTP/1.1 ${body}` : 'GET /ws HTTP/1.1 ')),
      );
      const asked = runtime.connections.flatMap(({ reader }) => reader.messages);
      assert.equal(asked.length, 6);
      for (const { headers } of asked) assert.ok(headers.every(([name]) => !/upgrade|http2/i.test(name)));
      client.socket.destroy();
    });
  });

  for (const [name, last] of [
    ['', upgrade('websocket')],
    [', as does a wish for a tunnel,', 'CONNECT localhost:1 HTTP/1.1\r\nHost: localhost:1\r\n\r\n'],
  ] as const)
    it(`while another answer is under way${name} cuts the connection`, async () => {
      await withRuntime(
        () => undefined,
        async (proxied) => {
          for (const first of ['/r/x', '/']) {
            const client = proxied.connect().send(`GET ${first} HTTP/1.1\r\nHost: localhost\r\n\r\n${last}`);
            await client.closed;
            assert.ok(!/HTTP\/1\.1 (101|405)/.test(client.received), client.received);
          }
        },
      );
    });

  it('whose client is reset before the runtime answers, or after it refused, harms nobody', async () => {
    const late = (_: Message, peer: RawPeer): void => {
      setTimeout(() => peer.socket.write('HTTP/1.1 400 No\r\nContent-Length: 3\r\n\r\nno\n'), 20);
    };
    await withRuntime(late, async (proxied) => {
      for (let i = 0; i < 30; i++) {
        const what = i % 2 === 0 ? upgrade('websocket') : 'CONNECT localhost:1 HTTP/1.1\r\nHost: localhost:1\r\n\r\n';
        const client = proxied.connect();
        client.socket.write(what, () => setTimeout(() => client.socket.resetAndDestroy(), i % 3 === 0 ? 0 : i));
        await client.closed;
      }
      const client = proxied.connect().send('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      await client.closed;
      assert.equal(client.answers[0]?.startLine, 'HTTP/1.1 200 OK');
    });
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Message } from './messageReader';
import { withRuntime, type Proxied } from './proxied';
import { RawClient, textOf } from './rawClient';
import type { RawPeer } from './rawRuntime';

const request = (target = '/r/x', ...headers: string[]): string =>
  [`GET ${target} HTTP/1.1`, 'Host: localhost', ...headers, '\r\n'].join('\r\n');

/** Answers with the target it was asked for, keeping the connection. */
function echo(asked: Message, { socket }: RawPeer): void {
  const target = asked.startLine.split(' ')[1]!;
  socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${target.length}\r\n\r\n${target}`, 'latin1');
}

function statuses(client: RawClient): number[] {
  return client.answers.map(({ startLine }) => Number(startLine.split(' ')[1]));
}

describe('a connection through the proxy', () => {
  it('is kept for as long as the client wants, each of its requests on a connection of its own to the runtime', async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error): void => void warnings.push(warning);
    process.on('warning', warned);
    await withRuntime(echo, async (proxied, runtime) => {
      const client = proxied.connect();
      for (let i = 1; i <= 100; i++) {
        client.send(request(`/r/${i}`));
        await client.wholeAnswers(i);
      }
      assert.equal(runtime.connections.length, 100);
      assert.deepEqual(
        client.answers.map(textOf),
        Array.from({ length: 100 }, (_, i) => `/${i + 1}`),
      );
      await Promise.all(runtime.connections.map(({ closed }) => closed));
      client.socket.end();
      await client.closed;
    });
    process.off('warning', warned);
    assert.deepEqual(warnings, []);
  });

  it('loses no request to a runtime that closes after each answer without a word', async () => {
    const closing = ({ startLine }: Message, { socket }: RawPeer): void => {
      const [, target = ''] = startLine.split(' ');
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${target.length}\r\n\r\n${target}`, 'latin1');
    };
    await withRuntime(closing, async (proxied) => {
      const client = proxied.connect();
      for (let i = 1; i <= 200; i++) {
        client.send(request(`/r/${i}`));
        await client.wholeAnswers(i);
      }
      assert.equal(textOf(client.answers[199]), '/200');
    });
  });

  it('ends with an answer that says so, and passes on that it does', async () => {
    const closing = (_: Message, { socket }: RawPeer): void =>
      void socket.end('HTTP/1.1 200 OK\r\nconnection: Close\r\nContent-Length: 2\r\n\r\nok');
    await withRuntime(closing, async (proxied) => {
      const client = proxied.connect().send(request());
      await client.closed;
      assert.deepEqual(client.answers[0]?.headers, [
        ['connection', 'Close'],
        ['Content-Length', '2'],
      ]);
    });
  });

  it('ends after an answer to a client that asks for it', async () => {
    await withRuntime(echo, async (proxied, runtime) => {
      const client = proxied.connect().send(request('/r/x', 'Connection: close'));
      await client.closed;
      assert.equal(textOf(client.answers[0]), '/x');
      assert.deepEqual(
        runtime.connections[0]!.reader.last?.headers.filter(([name]) => name === 'Connection'),
        [['Connection', 'close']],
      );
    });
  });

  it('answers requests that come at once one after another', async () => {
    let underWay = 0;
    const slowly = (asked: Message, peer: RawPeer): void => {
      assert.equal(++underWay, 1);
      setTimeout(() => {
        underWay--;
        echo(asked, peer);
      }, 5);
    };
    await withRuntime(slowly, async (proxied) => {
      const post = 'POST /r/p HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc';
      const client = new RawClient(proxied.port);
      for (const text of [request('/r/1'), post, request('/r/2'), request('/r/3')]) client.send(text);
      assert.deepEqual((await client.wholeAnswers(4)).map(textOf), ['/1', '/p', '/2', '/3']);
      client.socket.destroy();
    });
  });

  it('is cut when requests pile up without end', async () => {
    await withRuntime(
      () => undefined,
      async (proxied, runtime) => {
        const client = proxied.connect().send(request().repeat(1000));
        await client.closed;
        assert.ok(runtime.connections.every(({ reader }) => reader.messages.length <= 1));
      },
    );
  });

  it('is closed with 408 when a head does not come to an end', async () => {
    await withRuntime(echo, async (proxied) => {
      const client = proxied.connect().send('GET /r/x HTTP/1.1\r\nHost: localhost\r\n');
      const drip = setInterval(() => client.more('X: 1\r\n'), 500);
      await client.closed;
      clearInterval(drip);
      assert.deepEqual(statuses(client), [408]);
    });
  });

  it('is refused with 503 beyond 256, and served again when there is room', async () => {
    await withRuntime(echo, async (proxied) => {
      const open = Array.from({ length: 256 }, () => proxied.connect().send(request()));
      for (const client of open) await client.wholeAnswers(1);
      const beyond = proxied.connect().send(request());
      await beyond.closed;
      assert.deepEqual(statuses(beyond), [503]);
      assert.match(textOf(beyond.answers[0]), /256 connections/);
      open[0]!.socket.destroy();
      await open[0]!.closed;
      let again = beyond;
      for (let i = 0; i < 50 && statuses(again)[0] !== 200; i++) {
        again = proxied.connect().send(request('/r/x', 'Connection: close'));
        await again.closed;
      }
      assert.deepEqual(statuses(again), [200]);
      for (const { socket } of open) socket.destroy();
    });
  });
});

describe('a request', () => {
  const refused: readonly [string, string, number][] = [
    ['for another host', request().replace('localhost', 'evil.example'), 403],
    ['without a host', 'GET /r/x HTTP/1.1\r\n\r\n', 403],
    ['with two hosts', request('/r/x', 'Host: evil.example'), 403],
    ['with an absolute target of another host', request('http://evil.example/r/x'), 403],
    ['of a page of another origin', request('/r/x', 'Origin: https://evil.example'), 403],
    ['to upgrade, of such a page', request('/r/x', 'Origin: null', 'Connection: Upgrade', 'Upgrade: websocket'), 403],
    ['for a tunnel', 'CONNECT localhost:1 HTTP/1.1\r\nHost: localhost:1\r\n\r\n', 405],
    ['for a tunnel elsewhere', 'CONNECT evil.example:1 HTTP/1.1\r\nHost: evil.example:1\r\n\r\n', 403],
    ['with a length and chunks', request('/r/x', 'Content-Length: 1', 'Transfer-Encoding: chunked'), 400],
    ['with two lengths', request('/r/x', 'Content-Length: 1', 'Content-Length: 2'), 400],
    ['with a folded header', request('/r/x', 'X: a\r\n b'), 400],
    ['with bare line feeds', 'GET /r/x HTTP/1.1\nHost: localhost\n\n', 400],
    ['with a head beyond 16 KiB', request('/r/x', `X: ${'a'.repeat(17_000)}`), 431],
    ['that is none', '\x16\x03\x01\x02\x00\x01', 400],
    ['for no runtime', request('/unknown/x'), 404],
    ['for a name that is not well encoded', request('/%zz/x'), 404],
    ['with a body for no runtime', `${request('/unknown/x', 'Content-Length: 3')}abc`, 404],
    ['for the server itself', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n', 404],
  ];
  for (const [what, text, status] of refused)
    it(`${what} is refused with ${status}, and the runtime hears nothing`, async () => {
      await withRuntime(echo, async (proxied, runtime) => {
        const client = proxied.connect().send(text);
        await client.closed;
        assert.deepEqual(statuses(client), [status]);
        assert.match(textOf(client.answers[0]), /^\{"error":\{"code":"[a-z_]+","message":"[^"]+"\}\}$/);
        assert.deepEqual(runtime.connections, []);
      });
    });

  it('that is refused for its origin is not followed by another', async () => {
    await withRuntime(echo, async (proxied, runtime) => {
      const client = proxied.connect().send(request('/r/x', 'Origin: null')).send(request());
      await client.closed;
      assert.deepEqual(statuses(client), [403]);
      assert.deepEqual(runtime.connections, []);
    });
  });

  it('of a page of a listed origin passes', async () => {
    await withRuntime(echo, async (proxied) => {
      proxied.allowedOrigins = ['https://good.example'];
      const client = proxied.connect().send(request('/r/x', 'Origin: https://good.example', 'Connection: close'));
      await client.closed;
      assert.deepEqual(statuses(client), [200]);
    });
  });

  const targets: readonly [string, string][] = [
    ['/r', '/'],
    ['/r/', '/'],
    ['/r?a=b', '/?a=b'],
    ['/r//x/../y/%2e%2e/?q=/r/', '//x/../y/%2e%2e/?q=/r/'],
    ['/%72/x', '/x'],
    ['http://localhost/r/x?y', '/x?y'],
    ['HTTP://127.0.0.1:9/r', '/'],
  ];
  for (const [target, wanted] of targets)
    it(`for ${target} comes to the runtime as ${wanted}`, async () => {
      await withRuntime(echo, async (proxied) => {
        const client = proxied.connect().send(request(target, 'Connection: close'));
        await client.closed;
        assert.equal(textOf(client.answers[0]), wanted);
      });
    });

  it('of HTTP/1.0 gets a chunked answer without chunks, and its end', async () => {
    const chunked = (_: Message, { socket }: RawPeer): void =>
      void socket.write(
        'HTTP/1.1 200 OK\r\nTrailer: A\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nA: b\r\n\r\n',
      );
    await withRuntime(chunked, async (proxied) => {
      const client = proxied.connect().send('GET /r/x HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n');
      await client.closed;
      assert.match(client.received, /^HTTP\/1\.1 200 OK\r\nConnection: close\r\n\r\nabcde$/);
      assert.ok(!client.wasReset);
    });
  });

  it('that waits to be told to go on is told by the runtime, or refused by it', async () => {
    const willing = (asked: Message, peer: RawPeer): void => {
      peer.socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      void peer
        .until(() => asked.isWhole)
        .then(() => peer.socket.write('HTTP/1.1 201 Made\r\nContent-Length: 0\r\n\r\n'));
    };
    const unwilling = (_: Message, { socket }: RawPeer): void =>
      void socket.end('HTTP/1.1 417 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    const head = 'POST /r/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n';
    await withRuntime(willing, async (proxied) => {
      const client = proxied.connect().send(head);
      await client.until(() => client.received === 'HTTP/1.1 100 Continue\r\n\r\n');
      client.more('abc');
      await client.wholeAnswers(1);
      assert.deepEqual(statuses(client), [201]);
      client.socket.destroy();
    });
    await withRuntime(unwilling, async (proxied) => {
      const client = proxied.connect().send(head);
      await client.closed;
      assert.deepEqual(statuses(client), [417]);
    });
  });

  it('for / lists the runtimes and where they are reached', async () => {
    await withRuntime(echo, async (proxied: Proxied) => {
      const client = proxied.connect().send(request('/'));
      await client.closed;
      assert.deepEqual(JSON.parse(textOf(client.answers[0])), {
        runtimes: [{ name: 'r', url: `http://127.0.0.1:${proxied.port}/r` }],
      });
      const unknown = proxied.connect().send(request('/x'));
      await unknown.closed;
      assert.match(textOf(unknown.answers[0]), new RegExp(`r \\(http://127\\.0\\.0\\.1:${proxied.port}/r\\)`));
    });
  });

  it('may be answered before it is whole', async () => {
    const early = (_: Message, { socket }: RawPeer): void =>
      void socket.write('HTTP/1.1 413 Enough\r\nContent-Length: 0\r\n\r\n');
    await withRuntime(early, async (proxied, runtime) => {
      const client = proxied.connect().send('POST /r/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\n');
      await client.more('abc').wholeAnswers(1);
      client.more('def').send(request());
      while (runtime.connections.flatMap(({ reader }) => reader.messages).length < 2) await turn();
      assert.equal(textOf(runtime.connections[0]!.reader.messages[0]), 'abcdef');
      client.socket.destroy();
    });
  });
});

import assert from 'node:assert/strict';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after, afterEach, describe, it } from 'node:test';
import { LoopbackClient } from '../../../../src/engine/collect/runtimes/http/loopbackClient';
import type { LoopbackAddress } from '../../../../src/engine/collect/runtimes/http/loopbackAddress';

const timeoutMs = 300;
const bodyBytes = 1000;
const closers: (() => void)[] = [];

async function listen(server: Server): Promise<LoopbackAddress> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { host: '127.0.0.1', port, prefix: '', url: `http://127.0.0.1:${port}` };
}

const http = (answer: RequestListener): Promise<LoopbackAddress> => listen(createHttpServer(answer));

/** A server that answers every connection with the same bytes. */
const raw = (bytes: string, close = true): Promise<LoopbackAddress> =>
  listen(createSocketServer((socket) => socket.once('data', () => (close ? socket.end(bytes) : socket.write(bytes)))));

describe('loopback client', () => {
  const client = new LoopbackClient({ timeoutMs: 60_000, bodyBytes });
  const impatient = new LoopbackClient({ timeoutMs, bodyBytes });
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });
  after(() => {
    client.close();
    impatient.close();
  });

  it('reads an answer, with the path behind the prefix', async () => {
    const address = await http((request, response) => response.setHeader('x-mark', '7').end(request.url));
    const result = await client.get({ ...address, prefix: '/llama' }, '/metrics');
    assert.ok(result.outcome === 'ok');
    assert.deepEqual([result.body, result.headers['x-mark']], ['/llama/metrics', '7']);
  });

  it('keeps its connection, and asks again on a new one when the server closed it', async () => {
    let connections = 0;
    const server = createHttpServer((_, response) => response.end('ok'));
    server.on('connection', () => connections++);
    const address = await listen(server);
    await client.get(address, '/');
    await client.get(address, '/');
    assert.equal(connections, 1);
    server.closeAllConnections();
    assert.equal((await client.get(address, '/')).outcome, 'ok');
    assert.equal(connections, 2);
  });

  it('reaches localhost without looking the name up', async () => {
    const { port } = await http((_, response) => response.end('ok'));
    const address = { host: 'localhost', port, prefix: '', url: `http://localhost:${port}` };
    assert.equal((await client.get(address, '/')).outcome, 'ok');
  });

  it('does not follow a redirect', async () => {
    let asked = 0;
    const elsewhere = await http((_, response) => {
      asked++;
      response.end();
    });
    const address = await http((_, response) => response.writeHead(302, { location: elsewhere.url }).end());
    assert.deepEqual(await client.get(address, '/'), { outcome: 'status', status: 302, body: '' });
    assert.equal(asked, 0);
  });

  it('keeps only the beginning of an error', async () => {
    const address = await http((_, response) => response.writeHead(500).end('x'.repeat(900)));
    const result = await client.get(address, '/');
    assert.ok(result.outcome === 'status');
    assert.deepEqual([result.status, result.body.length], [500, 500]);
  });

  it('says when nobody listens', async () => {
    const address = await http(() => undefined);
    for (const close of closers.splice(0)) close();
    const result = await client.get(address, '/');
    assert.ok(result.outcome === 'refused' && result.by === 'connection');
  });

  for (const [what, start] of [
    ['never answers', () => http(() => undefined)],
    ['never ends its body', () => http((_, response) => response.write('x'))],
    ['drips headers', () => raw('HTTP/1.1 200 OK\r\nx-a:', false)],
  ] as const)
    it(`gives up a server that ${what}`, async () => {
      assert.deepEqual(await impatient.get(await start(), '/'), { outcome: 'timeout', limitMs: timeoutMs });
    });

  it('stops reading a body that is too large, known beforehand or not', async () => {
    const endless = await http((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(100)));
        response.once('drain', more);
      };
      more();
    });
    const announced = await http((_, response) => response.end('x'.repeat(1001)));
    for (const address of [endless, announced])
      assert.deepEqual(await client.get(address, '/'), { outcome: 'tooLarge', limitBytes: 1000 });
  });

  for (const [what, bytes] of [
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['nothing', ''],
    ['half a body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'],
    ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'],
    ['headers without end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`],
    ['a chunk of a false size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
  ] as const)
    it(`calls it malformed when a server answers with ${what}`, async () => {
      assert.equal((await client.get(await raw(bytes), '/')).outcome, 'malformed');
    });

  it('does not throw for a path that cannot be asked for', async () => {
    const address = await http((_, response) => response.end());
    assert.equal((await client.get(address, '/a b\r\nx: y')).outcome, 'malformed');
  });

  it('ends what is under way when it is closed', async () => {
    const own = new LoopbackClient({ timeoutMs: 60_000, bodyBytes: 1000 });
    const address = await http(() => {
      own.close();
    });
    assert.equal((await own.get(address, '/')).outcome, 'malformed');
  });
});

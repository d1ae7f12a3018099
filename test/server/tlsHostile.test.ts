import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import https from 'node:https';
import path from 'node:path';
import tls from 'node:tls';
import { after, before, describe, it } from 'node:test';
import { LiveListener } from '../support/liveListener';
import { ServedMetrics } from '../support/servedMetrics';

const mostConnections = 4;
/** The beginning of a ClientHello of 512 bytes. */
const halfHello = '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03';

describe('a server with a certificate, under attack,', () => {
  let served: ServedMetrics;
  let ca: string;
  before(async () => {
    served = await ServedMetrics.start({ 'server.tls.enabled': true, 'server.maxConnections': mostConnections });
    ca = await readFile(path.join(served.dataDir, 'tls', 'certificate.pem'), 'utf8');
  });
  after(async () => {
    await served.end();
  });

  const health = (): Promise<number> =>
    new Promise((resolve, reject) => {
      https
        .get(`${served.url}/health`, { ca, agent: false }, (response) => {
          response.resume().on('end', () => {
            resolve(response.statusCode ?? 0);
          });
        })
        .on('error', reject);
    });

  async function secure(options: tls.ConnectionOptions = {}): Promise<tls.TLSSocket> {
    const socket = tls.connect({ port: served.port, host: '127.0.0.1', servername: 'localhost', ca, ...options });
    // How it ends is told by `close`.
    socket.on('error', () => undefined);
    await once(socket, 'secureConnect');
    return socket;
  }

  it('closes handshakes that never end, keeps no more than it may have connections, and leaves others alone', async () => {
    const inside = await LiveListener.connect(served, { ca });
    const stalling = Array.from({ length: 60 }, () => served.connect());
    for (const { socket } of stalling) socket.write(halfHello, 'latin1');
    inside.say({ type: 'ping' });
    await inside.first('pong');
    await Promise.all(stalling.map(({ closed }) => closed));
    assert.ok(
      stalling.every(({ received }) => !received.includes('HTTP/')),
      'nothing is said to who proves nothing',
    );
    assert.equal(await health(), 200);
    inside.say({ type: 'ping' });
    await inside.until((heard) => heard.filter(({ type }) => type === 'pong').length === 2);
    inside.socket.terminate();
    await inside.closed;
  });

  it('answers plain HTTP, and bytes that are nothing, with no word of what it serves', async () => {
    for (const text of ['GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n', '\0'.repeat(4096), 'SSH-2.0-x\r\n'])
      assert.doesNotMatch(await served.connect().exchange(text), /status|token/);
    assert.equal(await health(), 200);
  });

  it('closes what is no HTTP within TLS', async () => {
    const socket = await secure();
    const closed = once(socket, 'close');
    socket.resume().write(Buffer.alloc(65_536, 0xff));
    await closed;
    assert.equal(await health(), 200);
  });

  it('cuts off who has it agree on keys over and over', async () => {
    const socket = await secure({ maxVersion: 'TLSv1.2' });
    let rounds = 0;
    const again = (): void => {
      socket.renegotiate({ rejectUnauthorized: true }, (error) => {
        rounds++;
        if (!error) again();
      });
    };
    const closed = once(socket.resume(), 'close');
    again();
    await closed;
    assert.ok(rounds <= 5, `${rounds} times`);
    assert.equal(await health(), 200);
  });

  it('lets nobody hold more than its share who asks and never reads', async () => {
    const socket = await secure();
    const closed = once(socket, 'close');
    socket.pause();
    // More at once than one connection may wait for.
    socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(2000));
    assert.equal(await health(), 200);
    socket.resume();
    await closed;
  });
});

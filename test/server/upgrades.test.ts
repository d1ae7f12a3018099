import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually, hangsMs } from '../../build/vscode/eventually.mjs';
import { LiveListener } from '../support/liveListener';
import { LiveSource } from '../support/liveSource';
import { ServedMetrics, statusesIn } from '../support/servedMetrics';

let served: ServedMetrics;
let token = '';
before(async () => {
  served = await ServedMetrics.start();
  token = await served.token();
});
after(async () => {
  assert.deepEqual(
    served.said.filter((line) => line.startsWith('error')),
    [],
  );
  await served.end();
});

const request = (line: string, ...headers: string[]): string =>
  [`${line} HTTP/1.1`, 'Host: localhost', ...headers, '\r\n'].join('\r\n');
const proof = (): string => `Authorization: Bearer ${token}`;
const webSocket = [
  ...['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** Whoever waits longer waits for a server that is gone, ms. */
const timeout = 2 * hangsMs;

describe('a request to upgrade', { timeout }, () => {
  for (const [name, first] of [
    ['an answer', () => request('GET /health')],
    ['a stream of events', () => request('GET /events', proof())],
  ] as const)
    it(`that comes before ${name} is over ends its own connection and no other`, async () => {
      const connection = served.connect();
      const received = await connection.exchange(`${first()}${request('GET /ws', proof(), ...webSocket)}`);
      assert.ok(!statusesIn(received).includes(101), received);
      assert.deepEqual(statusesIn(await served.connect().exchange(request('GET /health', 'Connection: close'))), [200]);
      await eventually('nobody is left', () => served.live.size === 0);
    });

  it('is answered after an answer that is over, on the same connection', async () => {
    const connection = served.connect();
    connection.socket.write(request('GET /health'));
    await connection.until(/"status"/);
    connection.socket.write(request('GET /ws', proof(), ...webSocket));
    await connection.until(/HTTP\/1\.1 101 /);
    connection.socket.destroy();
    await eventually('nobody is left', () => served.live.size === 0);
  });

  it('to HTTP/2 is passed over, with a body and without, and the connection is kept', async () => {
    const h2c = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQ'];
    const body = JSON.stringify({ action: 'pause' });
    const head = ['Content-Type: application/json', `Content-Length: ${body.length}`, ...h2c];
    const paused = await served.connect().exchange(`${request('POST /api/control', proof(), ...head)}${body}`);
    assert.deepEqual(statusesIn(paused), [200], paused);

    const connection = served.connect();
    for (let i = 1; i <= 3; i++) {
      connection.socket.write(request('GET /health', ...h2c));
      await connection.until(/"components"/, i);
    }
    assert.deepEqual(statusesIn(connection.received), [200, 200, 200]);
    const stats = await served.connect().exchange(request('GET /api/metrics/stats', proof(), 'Connection: close'));
    assert.match(stats, /"connections":\{"open":2,/);
    connection.socket.destroy();
  });

  it('whose client is gone before the answer harms nobody', async () => {
    for (let i = 0; i < 50; i++) {
      const connection = served.connect();
      connection.socket.write(request('GET /ws', ...(i % 2 === 0 ? [proof()] : []), ...webSocket), () => {
        connection.socket.resetAndDestroy();
      });
      await connection.closed;
    }
    await eventually('nobody is left', () => served.live.size === 0);
  });
});

describe('streams of events', { timeout }, () => {
  it('are not queued behind one another, and leave nobody behind', async () => {
    const connection = served.connect();
    connection.socket.write(request('GET /events?channels=events', proof()).repeat(8));
    await connection.until(/retry: /);
    await eventually('one listens', () => served.live.size === 1);
    connection.socket.destroy();
    await eventually('nobody is left', () => served.live.size === 0);
  });
});

describe('a WebSocket that compresses', { timeout }, () => {
  it('goes on after a snapshot of more than it takes at once', async () => {
    const { pipeline } = served;
    const many = Array.from({ length: 900 }, (_, i) =>
      pipeline.series('system.disk_read_bytes_per_second', { device: `${'a disk with a long name, '.repeat(16)}${i}` }),
    );
    const source = new LiveSource(pipeline, many);
    source.tell(...many.map((_, i) => i));
    const client = await LiveListener.connect(served);
    client.say({ type: 'subscribe', channels: ['metrics'], metrics: ['system.disk_*'], maxRate: 60 });
    await client.first('snapshot');
    const telling = setInterval(() => {
      source.tell(...many.map(() => performance.now()));
    }, 50);
    await Promise.race([
      client.until((heard) => heard.filter(({ type }) => type === 'metrics').length > 5),
      eventually('it hears what comes next', () => client.of('metrics').length > 5),
    ]).finally(() => {
      clearInterval(telling);
    });
    await client.end();
  });
});

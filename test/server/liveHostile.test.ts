import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import zlib from 'node:zlib';
import WebSocket from 'ws';
import { eventually } from '../../build/vscode/eventually.mjs';
import type { MetricId } from '../../src/protocol/catalogue';
import type { LiveHubOptions } from '../../src/engine/serve/live/liveHub';
import { LiveListener, type Heard } from '../support/liveListener';
import { LiveSource } from '../support/liveSource';
import { ServedMetrics, statusesIn, type RawConnection } from '../support/servedMetrics';

/** @param times Short ones only where nobody has to keep up with them, since the machine may be busy. */
const start = (times: Pick<LiveHubOptions, 'patienceMs' | 'heartbeatMs'> = {}): Promise<ServedMetrics> =>
  ServedMetrics.start({ 'server.maxConnections': 100 }, undefined, undefined, undefined, times);

/** Frames of which a few fill what a connection holds. */
function wideSource({ pipeline }: ServedMetrics): LiveSource {
  const metric: MetricId = 'system.disk_read_bytes_per_second';
  return new LiveSource(
    pipeline,
    Array.from({ length: 900 }, (_, i) =>
      pipeline.series(metric, { device: `${'a disk with a long name, '.repeat(16)}${i}` }),
    ),
  );
}

let served: ServedMetrics;
before(async () => {
  served = await start();
});
after(async () => {
  await served.end();
});

/** A connection that has shaken hands, and on which a test writes what it likes. */
async function rawClient(to = served, ...headers: string[]): Promise<RawConnection> {
  const connection = to.connect();
  connection.socket.write(
    [
      'GET /ws HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${await to.token()}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
      '\r\n',
    ].join('\r\n'),
  );
  await connection.until(/\r\n\r\n/);
  assert.deepEqual(statusesIn(connection.received), [101]);
  return connection;
}

interface FrameShape {
  readonly opcode?: number;
  readonly fin?: boolean;
  readonly rsv1?: boolean;
}

/** A frame as a client sends it. */
function frame(data: Buffer, { opcode = 1, fin = true, rsv1 = false }: FrameShape = {}): Buffer {
  // The library that clients use makes them too; its types leave that out.
  const { Sender } = WebSocket as unknown as { Sender: { frame(data: Buffer, options: object): Buffer[] } };
  const parts = Sender.frame(data, { opcode, fin, rsv1, mask: true, readOnly: true });
  return Buffer.concat(parts);
}

/** The code of the closing frame at the end of what was received. */
function closeCode(received: string): number | undefined {
  const bytes = Buffer.from(received, 'latin1');
  for (let at = bytes.length - 4; at >= 0; at--)
    if (bytes[at] === 0x88 && bytes.length === at + 2 + bytes[at + 1]!) return bytes.readUInt16BE(at + 2);
  return undefined;
}

describe('a hostile WebSocket client', () => {
  it('is closed with 1009 for a message of more than a megabyte, and not for one of a little less', async () => {
    const client = await LiveListener.connect(served, { perMessageDeflate: false });
    client.socket.send(JSON.stringify({ type: 'ping', x: 'a'.repeat(1024 * 1024 - 100) }));
    await client.first('pong');
    client.socket.send('a'.repeat(1024 * 1024 + 1));
    assert.equal((await client.closed).code, 1009);
  });

  it('is closed for a small message that is a large one when it is unpacked', async () => {
    const bomb = zlib.deflateRawSync(Buffer.alloc(256 * 1024 * 1024), { finishFlush: zlib.constants.Z_SYNC_FLUSH });
    assert.ok(bomb.length < 1024 * 1024);
    const before = process.memoryUsage.rss();
    const connection = await rawClient(served, 'Sec-WebSocket-Extensions: permessage-deflate');
    connection.socket.write(frame(bomb, { rsv1: true }));
    await connection.closed;
    assert.equal(closeCode(connection.received), 1009);
    assert.ok(process.memoryUsage.rss() - before < 64 * 1024 * 1024);
  });

  it('is closed for a message in pieces without end', async () => {
    const connection = await rawClient();
    connection.socket.write(frame(Buffer.from('a'), { fin: false }));
    const piece = frame(Buffer.alloc(0), { opcode: 0, fin: false });
    for (let i = 0; i < 5000 && !connection.socket.destroyed; i++) connection.socket.write(piece);
    await connection.closed;
    assert.ok([1008, 1009].includes(closeCode(connection.received) ?? 0), String(closeCode(connection.received)));
  });

  const broken: readonly [string, Buffer, number][] = [
    ['text that is no UTF-8', frame(Buffer.from([0xc3, 0x28])), 1007],
    ['a frame without a mask', Buffer.from([0x81, 0x01, 0x61]), 1002],
    ['bits that are reserved', frame(Buffer.from('a'), { rsv1: true }), 1002],
    ['an operation that is none', frame(Buffer.from('a'), { opcode: 5 }), 1002],
    ['a ping in pieces', frame(Buffer.from('a'), { opcode: 9, fin: false }), 1002],
    ['a piece of nothing', frame(Buffer.from('a'), { opcode: 0 }), 1002],
  ];
  for (const [what, bytes, code] of broken)
    it(`is closed with ${code} for ${what}`, async () => {
      const connection = await rawClient();
      connection.socket.write(bytes);
      await connection.closed;
      assert.equal(closeCode(connection.received), code);
    });

  it('is closed when it floods, with messages or pings', async () => {
    for (const flood of [frame(Buffer.from('{"type":"ping"}')), frame(Buffer.from('x'), { opcode: 9 })]) {
      const connection = await rawClient();
      connection.socket.write(Buffer.concat(Array.from({ length: 3000 }, () => flood)));
      await connection.closed;
      assert.equal(closeCode(connection.received), 1008);
    }
  });

  it('is closed when it answers no ping', async () => {
    const impatient = await start({ heartbeatMs: 400 });
    const connection = await rawClient(impatient);
    await connection.closed;
    assert.equal(closeCode(connection.received), 1013);
    await impatient.end();
  });

  it('that does not read delays nobody, costs little, and is closed with the reason', async () => {
    const impatient = await start({ patienceMs: 1500 });
    const wide = wideSource(impatient);
    const slow = await LiveListener.connect(impatient, { perMessageDeflate: false });
    const fast = await LiveListener.connect(impatient, { perMessageDeflate: false });
    for (const client of [slow, fast])
      client.say({ type: 'subscribe', channels: ['metrics'], metrics: ['system.disk_*'], maxRate: 60 });
    await Promise.all([slow.first('snapshot'), fast.first('snapshot')]);
    slow.socket.pause();
    const before = process.memoryUsage().arrayBuffers;
    let value = 0;
    const tell = setInterval(() => {
      // It answers, and so is known to be there; it only does not read.
      slow.socket.pong();
      value++;
      wide.tell(...Array.from({ length: 900 }, () => value));
    }, 25);
    await eventually('the slow one is given up', () =>
      impatient.said.some((said) => said.includes('Nothing was taken')),
    );
    clearInterval(tell);
    slow.socket.resume();
    const mine = fast.of('metrics').length;
    assert.ok(mine > value / 4, `${mine} updates of ${value} reached the one that reads`);
    assert.ok(fast.of('metrics').every((each) => each['missed'] === undefined));
    assert.ok(process.memoryUsage().arrayBuffers - before < 256 * 1024 * 1024);
    await fast.end();
    const { code, reason } = await slow.closed;
    assert.equal(code, 1013);
    assert.match(reason, /Nothing was taken for too long/);
    await eventually('both have left', () => impatient.live.size === 0);
    await impatient.end();
  });

  it('that was slow gets the newest values, and the count of those that it was not told', async () => {
    const wide = wideSource(served);
    const slow = await LiveListener.connect(served, { perMessageDeflate: false });
    slow.say({ type: 'subscribe', channels: ['metrics', 'events'], metrics: ['system.disk_*'], maxRate: 60 });
    await slow.first('snapshot');
    slow.socket.pause();
    const pong = setInterval(() => {
      slow.socket.pong();
    }, 100);
    let value = 0;
    // The buffers of the system come first; they hold some megabytes.
    for (let i = 0; i < 60; i++) {
      value++;
      wide.tell(...Array.from({ length: 900 }, () => value));
      if (i % 2 === 0) for (let e = 0; e < 10; e++) served.live.event('model.request', value, { e });
      await sleep(17);
    }
    slow.socket.resume();
    const valueOf = (each: Heard): number =>
      (each['labels'] as { data: Record<string, number> }[])[0]!.data['disk_read_bytes_per_second']!;
    await slow.until(() => {
      const metrics = slow.of('metrics');
      return metrics.length > 0 && valueOf(metrics.at(-1)!) === value;
    });
    clearInterval(pong);
    const metrics = slow.of('metrics');
    const missed = metrics.reduce((sum, each) => sum + Number(each['missed'] ?? 0), 0);
    const told = metrics.length;
    assert.ok(missed > 0 && missed % 900 === 0, `${missed} missed`);
    assert.ok(told + missed / 900 <= value);
    const events = slow.of('event');
    const missedEvents = events.reduce((sum, each) => sum + Number(each['missed'] ?? 0), 0);
    assert.equal(events.length + missedEvents, 300);
    assert.ok(slow.heard.every(({ seq }, i, all) => i === 0 || seq > all[i - 1]!.seq));
    await slow.end();
  });

  it('is refused beyond a hundred connections, and told so', async () => {
    const clients = await Promise.all(Array.from({ length: 100 }, () => LiveListener.connect(served)));
    await eventually('all are there', () => served.live.size === 100);
    const received = await served.connect().exchange('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
    assert.deepEqual(statusesIn(received), [503]);
    await Promise.all(clients.map((client) => client.end()));
    await eventually('all have left', () => served.live.size === 0);
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LiveListener, type Heard } from '../support/liveListener';
import { LiveSource } from '../support/liveSource';
import { ServedMetrics } from '../support/servedMetrics';

let served: ServedMetrics;
let cpu: LiveSource;
let disk: LiveSource;
before(async () => {
  served = await ServedMetrics.start();
  const { pipeline } = served;
  cpu = new LiveSource(pipeline, [pipeline.series('system.cpu_percent'), pipeline.series('system.memory_percent')]);
  disk = new LiveSource(
    pipeline,
    [
      pipeline.series('system.disk_read_bytes_per_second', { device: 'sda' }),
      pipeline.series('system.disk_write_bytes_per_second', { device: 'sda' }),
      pipeline.series('model.tokens_per_second', { runtime: 'r', model: 'm "1"' }),
    ],
    'disk',
  );
});
after(async () => {
  await served.end();
});

const dataOf = ({ data }: Heard): Record<string, number | null> => data as Record<string, number | null>;
const isGrowing = (heard: readonly Heard[]): boolean => heard.every(({ seq }, i) => i === 0 || seq > heard[i - 1]!.seq);

describe('a WebSocket client', () => {
  it('gets a snapshot of what it subscribed to, then updates, in growing order', async () => {
    cpu.tell(10, 50);
    const client = await LiveListener.connect(served);
    client.say({ type: 'subscribe', channels: ['metrics', 'alerts'], metrics: ['system.*'], maxRate: 60 });
    const snapshot = await client.first('snapshot');
    assert.equal(snapshot.epoch, 1);
    assert.deepEqual(snapshot['alerts'], []);
    const series = snapshot['series'] as { metric: string; value: number | null; unit: string; quality: string }[];
    const told = series.find(({ metric }) => metric === 'system.cpu_percent')!;
    assert.deepEqual([told.value, told.unit, told.quality], [10, 'percent', 'measured']);
    assert.ok(series.every(({ metric }) => metric.startsWith('system.')));
    cpu.tell(23.1, 51);
    disk.tell(1000, 2000, 3);
    await client.until((heard) => heard.some((each) => each['labels'] !== undefined));
    const metrics = client.of('metrics');
    const bare = metrics.find((each) => 'cpu_percent' in dataOf(each))!;
    assert.equal(bare['source'], 'system');
    assert.deepEqual(dataOf(bare), { cpu_percent: 23.1, memory_percent: 51 });
    assert.equal(bare['timestamp'], cpu.group.lastTimestamp);
    const [labelled] = metrics.find((each) => each['labels'])!['labels'] as { labels: object; data: object }[];
    assert.deepEqual(labelled, {
      labels: { device: 'sda' },
      data: { disk_read_bytes_per_second: 1000, disk_write_bytes_per_second: 2000 },
    });
    assert.ok(metrics.every(({ source }) => source === 'system'));
    assert.ok(isGrowing(client.heard));
    assert.ok(client.heard.every(({ epoch }) => epoch === 1));
    await client.end();
  });

  it('is told no more often than it wants, and the newest value of each series', async () => {
    const client = await LiveListener.connect(served);
    client.say({ type: 'subscribe', channels: ['metrics'], metrics: ['system.cpu_percent'], maxRate: 5 });
    await client.first('snapshot');
    const began = Date.now();
    let last = 0;
    while (client.of('metrics').length < 7) {
      // Of these two one is left out on the slowest machine too.
      cpu.tell(++last, 0);
      cpu.tell(++last, 0);
      await sleep(5);
    }
    await client.until((heard) =>
      heard.some((each) => each.type === 'metrics' && dataOf(each)['cpu_percent'] === last),
    );
    const told = client.of('metrics').map((each) => dataOf(each)['cpu_percent']!);
    const elapsed = Date.now() - began;
    assert.ok(told.length <= (elapsed / 1000) * 5 + 2, `${told.length} in ${elapsed} ms`);
    assert.ok(told.length < last);
    assert.deepEqual(
      told,
      [...told].sort((a, b) => a - b),
    );
    assert.ok(client.of('metrics').every((each) => each['missed'] === undefined));
    await client.end();
  });

  it('gets several messages in one frame, as an array', async () => {
    const client = await LiveListener.connect(served);
    client.say({ type: 'subscribe', channels: ['metrics'], metrics: ['*'], maxRate: 60 });
    await client.first('snapshot');
    disk.tell(1, 2, 3);
    await client.until(() => client.of('metrics').length === 2);
    const frame = JSON.parse(client.frames.at(-1)!) as Heard[];
    assert.deepEqual(frame.map(({ source }) => source).sort(), ['model', 'system']);
    assert.deepEqual((frame.find(({ source }) => source === 'model')!['labels'] as object[])[0], {
      labels: { runtime: 'r', model: 'm "1"' },
      data: { tokens_per_second: 3 },
    });
    await client.end();
  });

  it('hears of alerts and events at once, at whatever rate, and no more of what it left', async () => {
    const client = await LiveListener.connect(served);
    client.say({ type: 'subscribe', maxRate: 0.1 });
    await client.first('snapshot');
    served.live.event('model.request', 5, { tokens: 3 });
    const event = await client.first('event');
    assert.deepEqual([event['event'], event['timestamp'], event['data']], ['model.request', 5, { tokens: 3 }]);
    client.say({ type: 'unsubscribe', channels: ['events'] });
    client.say({ type: 'ping' });
    await client.first('pong');
    served.live.event('model.request', 6, {});
    client.say({ type: 'ping' });
    await client.until(() => client.of('pong').length === 2);
    assert.equal(client.of('event').length, 1);
    assert.equal(client.of('snapshot').length, 1, 'less is no new subscription');
    assert.ok(isGrowing(client.heard));
    await client.end();
  });

  it('is told what it missed when it comes back, once, and nothing else', async () => {
    const first = await LiveListener.connect(served);
    const wish = { type: 'subscribe', channels: ['metrics', 'events'], metrics: ['system.cpu_percent'], maxRate: 60 };
    first.say(wish);
    await first.first('snapshot');
    cpu.tell(1000, 0);
    const { seq, epoch } = await first.first('metrics');
    await first.end();
    const values: number[] = [];
    for (let value = 1001; value <= 1020; value++) {
      cpu.tell(value, 0);
      values.push(value);
      if (value === 1010) served.live.event('model.request', 7, {});
      await sleep(20);
    }
    const second = await LiveListener.connect(served);
    second.say({ ...wish, epoch, seq });
    const told = (): number[] => second.of('metrics').map((each) => dataOf(each)['cpu_percent']!);
    await second.until(() => told().at(-1) === 1020);
    assert.deepEqual(told(), values);
    assert.equal(second.of('snapshot').length, 0);
    assert.equal(second.of('event').length, 1);
    assert.ok(second.heard.every((each) => each.seq > seq));
    assert.ok(isGrowing(second.heard));
    cpu.tell(1021, 0);
    await second.until(() => told().at(-1) === 1021);
    await second.end();
  });

  it('gets a snapshot when nobody knows any more what it missed', async () => {
    for (const seen of [
      { epoch: 0, seq: 1 },
      { epoch: 1, seq: 1e12 },
      { epoch: 2, seq: 3 },
    ]) {
      const client = await LiveListener.connect(served);
      client.say({ type: 'subscribe', ...seen });
      await client.first('snapshot');
      await client.end();
    }
  });

  it('hears that a series is not available any more, as no value', async () => {
    const series = served.pipeline.series('system.load_1m');
    const load = new LiveSource(served.pipeline, [series], 'load');
    const client = await LiveListener.connect(served);
    client.say({ type: 'subscribe', metrics: ['system.load_1m'], maxRate: 60 });
    await client.first('snapshot');
    load.tell(2);
    await client.first('metrics');
    served.pipeline.setQuality(series, 'unavailable', 'It cannot be read.');
    cpu.tell(1, 1);
    await client.until(() => client.of('metrics').length === 2);
    const [, gone] = client.of('metrics');
    assert.deepEqual([gone!['data'], gone!['quality']], [{ load_1m: null }, { load_1m: 'unavailable' }]);
    await client.end();
  });
});

describe('a WebSocket client that errs', () => {
  const wrong: readonly [string, string | Buffer, string][] = [
    ['no JSON', '{', 'bad_json'],
    ['JSON that is no object', '[1]', 'bad_request'],
    ['nothing', '', 'bad_json'],
    ['an unknown type', '{"type":"destroy"}', 'unknown_type'],
    ['a type of a prototype', '{"type":"__proto__"}', 'unknown_type'],
    ['unknown channels', '{"type":"subscribe","channels":["all"]}', 'bad_request'],
    ['no channels', '{"type":"subscribe","channels":[]}', 'bad_request'],
    ['a rate of 0', '{"type":"subscribe","maxRate":0}', 'bad_request'],
    ['a rate that nobody can follow', '{"type":"subscribe","maxRate":1000}', 'bad_request'],
    ['an unknown metric', '{"type":"subscribe","metrics":["system.nonsense"]}', 'bad_request'],
    ['a pattern that is slow elsewhere', `{"type":"subscribe","metrics":["${'*a'.repeat(40)}"]}`, 'bad_request'],
    ['half a place', '{"type":"subscribe","seq":4}', 'bad_request'],
    ['a place that is no number', '{"type":"subscribe","epoch":"1","seq":-4}', 'bad_request'],
    ['bytes', Buffer.from('{"type":"ping"}'), 'bad_request'],
  ];
  for (const [what, message, code] of wrong)
    it(`is told of ${what}, and goes on`, async () => {
      const client = await LiveListener.connect(served);
      client.socket.send(message);
      const error = await client.first('error');
      assert.equal(error['code'], code);
      assert.match(String(error['message']), /^[A-Za-z].{20,}\.$/);
      client.say({ type: 'ping' });
      await client.first('pong');
      await client.end();
    });
});

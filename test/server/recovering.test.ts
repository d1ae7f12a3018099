import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { AlertInfo } from '../../src/protocol/alerts';
import { Recovery } from '../../src/engine/recovery';
import { LiveListener } from '../support/liveListener';
import { LiveSource } from '../support/liveSource';
import { ServedMetrics } from '../support/servedMetrics';

const alert = { id: 'a'.repeat(16), rule: 'hot', state: 'firing' } as unknown as AlertInfo;

describe('a server whose engine does not know yet what the one before left', () => {
  let recovery: Recovery;
  let active: AlertInfo[];
  let served: ServedMetrics;
  let cpu: LiveSource;

  beforeEach(async () => {
    recovery = new Recovery();
    active = [];
    const known = { recovery, alerts: () => ({ active, recent: [] }) };
    served = await ServedMetrics.start(
      {},
      undefined,
      undefined,
      undefined,
      { recovery, alerts: { info: () => ({ active }) } },
      known,
    );
    const { pipeline } = served;
    cpu = new LiveSource(pipeline, [pipeline.series('system.cpu_percent'), pipeline.series('system.memory_percent')]);
    cpu.tell(10, 50);
  });
  afterEach(() => served.end());

  /** Restores an alert, as the store of the engine before has it. */
  function recover(): void {
    active = [alert];
    recovery.end();
    served.live.recovered();
  }

  const get = async (where: string, signal?: AbortSignal): Promise<Response> =>
    fetch(served.url + where, {
      headers: { Authorization: `Bearer ${await served.token()}` },
      ...(signal ? { signal } : {}),
    });

  it('says at once how it is and what it measures', async () => {
    assert.equal((await get('/health')).status, 200);
    assert.equal((await get('/api/metrics/realtime')).status, 200);
    const client = await LiveListener.connect(served);
    client.say({ type: 'subscribe', channels: ['metrics'], metrics: ['system.*'], maxRate: 60 });
    assert.equal((await client.first('snapshot'))['alerts'], undefined);
    cpu.tell(20, 60);
    await client.first('metrics');
    await client.end();
  });

  it('does not say that there are no alerts before it knows which there are', async () => {
    const answers = ['/api/metrics/alerts', '/api/models', '/metrics'].map((where) => get(where));
    const client = await LiveListener.connect(served);
    client.say({ type: 'subscribe', channels: ['metrics', 'alerts'], metrics: ['system.*'], maxRate: 60 });
    client.say({ type: 'ping' });
    await client.first('pong');
    cpu.tell(20, 60);
    // What is answered later was not answered to those who asked before.
    assert.equal((await get('/api/metrics/realtime')).status, 200);
    assert.deepEqual(
      client.heard.map(({ type }) => type),
      ['pong'],
    );
    recover();
    const [alerts, models, metrics] = await Promise.all(answers);
    assert.deepEqual(await alerts!.json(), { active: [alert], history: [] });
    assert.deepEqual([models!.status, metrics!.status], [200, 200]);
    const snapshot = await client.first('snapshot');
    assert.deepEqual(snapshot['alerts'], [alert]);
    const told = snapshot['series'] as { metric: string; value: number }[];
    assert.equal(told.find(({ metric }) => metric === 'system.cpu_percent')?.value, 20);
    cpu.tell(30, 70);
    await client.first('metrics');
    await client.end();
  });

  it('lets go of who does not want to wait', async () => {
    const leaving = new AbortController();
    const asked = get('/api/metrics/alerts', leaving.signal);
    const other = get('/api/metrics/alerts');
    await get('/health');
    leaving.abort();
    await assert.rejects(asked, { name: 'AbortError' });
    recover();
    assert.equal((await other).status, 200);
  });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { recentEvents } from '../../src/engine/store/query/recentEvents';
import type { StoreEvent } from '../../src/engine/store/events/storeEvent';
import { RealStore } from '../support/realStore';

describe('The newest events of a type', () => {
  let store: RealStore;
  beforeEach(async () => {
    store = await RealStore.make();
  });
  afterEach(() => store.remove());

  const ask = async (most: number, from = -Infinity): Promise<readonly StoreEvent[]> => {
    const folder = await store.open();
    try {
      return await recentEvents(folder, { types: ['health.heartbeat'], from, most });
    } finally {
      folder.close();
    }
  };

  it('are found in segments and journals, each once, oldest first', async () => {
    await store.live(40);
    const second = await store.begin();
    await second.recovered();
    await store.pass(second, 20);
    const all = await ask(10_000);
    assert.ok(all.length > 50, `${all.length} events`);
    assert.ok(all.every(({ type }) => type === 'health.heartbeat'));
    assert.deepEqual(
      all.map(({ timestamp }) => timestamp),
      all.map(({ timestamp }) => timestamp).toSorted((a, b) => a - b),
    );
    assert.equal(new Set(all.map(({ session, sequence }) => `${session} ${sequence}`)).size, all.length);
    assert.equal(new Set(all.map(({ session }) => session)).size, 2);
    assert.deepEqual(await ask(5), all.slice(-5));
    assert.deepEqual(await ask(30), all.slice(-30));
    const middle = all[10]!.timestamp;
    assert.deepEqual(
      await ask(10_000, middle),
      all.filter(({ timestamp }) => timestamp >= middle),
    );
    await store.end(second);
    assert.deepEqual(await ask(10_000), await ask(all.length));
  });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { pastSession } from '../../src/engine/store/thread/pastSession';
import { RealStore } from '../support/realStore';

describe('What the session before left', () => {
  let store: RealStore;
  beforeEach(async () => {
    store = await RealStore.make();
  });
  afterEach(() => store.remove());

  it('ends with its last sample, though its journal is not sealed and it wrote no event for long', async () => {
    const life = await store.begin();
    await life.recovered();
    const startedAt = store.clock.now();
    life.event();
    life.measure(300_000, 500);
    await life.flush();
    const folder = await store.open();
    const past = await pastSession(folder);
    folder.close();
    assert.equal(past?.session, life.session);
    assert.ok((past.lastSampleAt ?? 0) > startedAt + 298_000, `${(past.lastSampleAt ?? 0) - startedAt} ms`);
    await store.end(life);
  });
});

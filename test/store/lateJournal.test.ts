import assert from 'node:assert/strict';
import { copyFile, mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { inOrder } from '../../src/engine/store/events/addedEnd';
import type { JobContext } from '../../src/engine/store/tools/jobContext';
import { replaySession } from '../../src/engine/store/tools/replaySession';
import { validateStore } from '../../src/engine/store/tools/validate/validateStore';
import { RealStore } from '../support/realStore';
import { brokenPromise } from '../support/storePromises';

const everythingStays = { raw: -Infinity, aggregated: -Infinity, events: -Infinity };

let store: RealStore;
beforeEach(async () => {
  store = await RealStore.make();
});
afterEach(() => store.remove());

const journalsIn = (dataDir: string): Promise<string[]> =>
  readdir(path.join(dataDir, 'journal')).then((names) => names.sort());

async function context(): Promise<JobContext> {
  return {
    folder: await store.open(),
    isLive: false,
    now: () => store.clock.now(),
    rotate: () => Promise.resolve(),
    upkeep: () => Promise.reject(new Error('It is not asked for.')),
    record: () => undefined,
    progress: () => undefined,
    signal: new AbortController().signal,
  };
}

async function assertRight(session: string): Promise<void> {
  const found = await store.read();
  const events = new Map(Array.from(found.events, ([id, own]) => [id, inOrder(own)]));
  assert.equal(brokenPromise({ ...found, events }, store.promises, everythingStays), undefined);
  const asked = await context();
  const { problems } = await validateStore(asked);
  assert.deepEqual(problems, []);
  const { divergences, steps, events: replayed } = await replaySession(session, asked);
  asked.folder.close();
  assert.deepEqual(divergences, []);
  assert.equal(steps.at(-1)?.type, 'session.end');
  assert.equal(replayed, steps.at(-1)?.sequence);
}

describe('A journal of a session that was killed', () => {
  it('is taken in when it turns up after the end of its session was written down', async () => {
    const killed = await store.begin();
    await killed.recovered();
    await store.pass(killed, 18);
    await store.end(killed);
    const [last, ...more] = await journalsIn(store.dataDir);
    assert.deepEqual([last, more], ['00000001-000002.journal', []]);
    const journal = path.join(store.dataDir, 'journal', last!);
    const away = path.join(store.dataDir, last!);
    await rename(journal, away);
    const next = await store.begin();
    await next.recovered();
    await store.pass(next, 16);
    // What is being sealed is done then.
    await next.recovered();
    await rename(away, journal);
    store.hold(killed);
    await assertRight(killed.session);
    await store.pass(next, 15);
    await store.end(next);
    await store.recover();
    store.hold(killed, false);
    await assertRight(killed.session);
    assert.ok(!(await journalsIn(store.dataDir)).includes(last!));

    store.clock.advance(3 * 86_400_000);
    const third = await store.begin();
    await third.recovered();
    await third.tidy();
    await store.end(third);
    assert.ok(third.merged > 0);
    await assertRight(killed.session);
    assert.deepEqual(store.problems, []);
  });
});

describe('A journal that was copied back after it had been sealed', () => {
  for (const what of ['right away', 'after its segments were put together with others'] as const)
    it(`is neither read nor sealed again ${what}, and goes with the next sealing`, async () => {
      const life = await store.begin();
      await life.recovered();
      await store.pass(life, 32);
      await store.end(life);
      const copies = path.join(store.dataDir, 'copies');
      const [last] = await journalsIn(store.dataDir);
      assert.equal(last, '00000001-000003.journal');
      await mkdir(copies);
      await copyFile(path.join(store.dataDir, 'journal', last), path.join(copies, last));
      await store.live(2);
      await store.recover();
      if (what !== 'right away') {
        store.clock.advance(3 * 86_400_000);
        const tidying = await store.begin();
        await tidying.recovered();
        await tidying.tidy();
        await store.end(tidying);
        assert.ok(tidying.merged > 0);
      }
      await copyFile(path.join(copies, last), path.join(store.dataDir, 'journal', last));
      assert.equal(await store.broken(), undefined);
      const asked = await context();
      const { problems } = await validateStore(asked);
      assert.deepEqual(
        problems.map(({ file, weight }) => [file, weight]),
        [[`journal/${last}`, 'note']],
      );
      asked.folder.close();
      await store.recover();
      assert.equal(await store.broken(), undefined);
      assert.ok(!(await journalsIn(store.dataDir)).includes(last));
      assert.match(store.problems.join(), /00000001-000003\.journal had been put into segments before/);
      await assertRight(life.session);
    });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BackupReadiness, highLoad, lowLoad, quietMs, type Situation } from '../../../src/engine/backupReadiness';

const quiet: Situation = { isPaused: false, store: undefined, cpuPercent: 3 };
const second = 1000;

/** One that was looked at each second for long enough. */
function ready(): { readonly at: number; readonly readiness: BackupReadiness } {
  const readiness = new BackupReadiness();
  let at = 0;
  for (; at < quietMs; at += second) assert.equal(readiness.step(at, quiet).ready, false, `${at} ms`);
  assert.deepEqual(readiness.step(at, quiet), { ready: true });
  return { at, readiness };
}

describe('a backup', () => {
  it('is ready after 10 s in which nothing stood against it', () => {
    ready();
  });

  const against: readonly (readonly [string, Partial<Situation>, RegExp])[] = [
    ['a pause', { isPaused: true }, /paused/],
    ['what the store does', { store: 'The store seals.' }, /^The store seals\.$/],
    ['a high load', { cpuPercent: highLoad }, /busy at 75 %.*below 50 % for 10 s/],
    ['a load that nobody knows', { cpuPercent: undefined }, /not known/],
  ];
  for (const [name, change, reason] of against)
    it(`is not ready at once with ${name}, and again 10 s after that is over`, () => {
      const { at, readiness } = ready();
      const told = readiness.step(at + second, { ...quiet, ...change });
      assert.equal(told.ready, false);
      assert.match(told.reason ?? '', reason);
      const over = at + 2 * second;
      let now = over;
      for (; now < over + quietMs; now += second) {
        const { ready: isReady, reason: why } = readiness.step(now, quiet);
        assert.equal(isReady, false);
        assert.match(why ?? '', new RegExp(`Ask again in ${(over + quietMs - now) / second} s\\.`));
      }
      assert.deepEqual(readiness.step(now, quiet), { ready: true });
    });

  it('is told first what the store is at, even while it is paused', () => {
    const told = new BackupReadiness().step(0, { isPaused: true, store: 'It seals.', cpuPercent: 99 });
    assert.deepEqual(told, { ready: false, reason: 'It seals.' });
  });

  it('is not ready after a time in which nobody looked', () => {
    const { at, readiness } = ready();
    assert.equal(readiness.step(at + 60 * second, quiet).ready, false);
  });

  it('stays as it is with a load between low and high', () => {
    const { at, readiness } = ready();
    const between = { ...quiet, cpuPercent: (lowLoad + highLoad) / 2 };
    assert.equal(readiness.step(at + second, between).ready, true);
    const another = new BackupReadiness();
    for (let now = 0; now < 60 * second; now += second) assert.equal(another.step(now, between).ready, false);
  });

  const situations = fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 7000 }),
      isPaused: fc.boolean(),
      isBusy: fc.boolean(),
      cpuPercent: fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: undefined, freq: 8 }),
      repeats: fc.integer({ min: 1, max: 20 }),
    }),
    { maxLength: 60 },
  );

  it('is never ready sooner than 10 s after it was not, whatever happens', () => {
    fc.assert(
      fc.property(situations, (all) => {
        const readiness = new BackupReadiness();
        let [at, notReadyAt] = [0, 0];
        for (const { afterMs, isPaused, isBusy, cpuPercent, repeats } of all)
          for (let i = 0; i < repeats; i++) {
            at += afterMs;
            const situation = { isPaused, store: isBusy ? 'It works.' : undefined, cpuPercent };
            const told = readiness.step(at, situation);
            assert.equal(told.ready, told.reason === undefined);
            if (isPaused || isBusy || cpuPercent === undefined || cpuPercent >= highLoad) assert.ok(!told.ready);
            if (!told.ready) [notReadyAt] = [told.reason?.startsWith('The machine and') ? notReadyAt : at];
            else assert.ok(at - notReadyAt >= quietMs, `${at - notReadyAt} ms`);
          }
      }),
    );
  });

  it('changes twice in 10 s at the most, however the load goes up and down', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 50, maxLength: 300 }),
        (loads) => {
          const readiness = new BackupReadiness();
          const changedAt: number[] = [];
          let last = false;
          for (const [i, cpuPercent] of loads.entries()) {
            const at = i * second;
            const { ready: isReady } = readiness.step(at, { ...quiet, cpuPercent });
            if (isReady !== last) changedAt.push(at);
            last = isReady;
          }
          for (let i = 2; i < changedAt.length; i++) assert.ok(changedAt[i]! - changedAt[i - 2]! >= quietMs);
        },
      ),
    );
  });
});

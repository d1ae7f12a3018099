import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaults } from '../../../src/engine/config/defaults';
import { StoreChores } from '../../../src/engine/store/storeChores';
import { StoreFailure, type StoreThread } from '../../../src/engine/store/thread/storeThread';
import { FakeClock } from '../../support/fakeClock';

const hourMs = 3_600_000;
const yearMs = 365 * 24 * hourMs;

/** Chores whose minutes pass when told, and a thread that answers when the next backup is due. */
function begun(everyHours: number): { minute: () => Promise<void>; asked: () => number; clock: FakeClock } {
  const clock = new FakeClock();
  const tasks: { readonly periodMs: number; readonly run: (now: number) => void }[] = [];
  let asked = 0;
  const ask = ((kind: string) => {
    if (kind === 'scheduledBackup') asked++;
    return Promise.resolve({ nextAt: clock.now() + everyHours * hourMs });
  }) as StoreThread['ask'];
  const chores = new StoreChores({
    clock,
    ticker: {
      every: (periodMs, run) => {
        tasks.push({ periodMs, run });
        return { stop: () => undefined };
      },
    },
    config: () => ({ ...defaults(), 'backup.everyHours': everyHours }),
    thread: () => ({ ask }),
    report: (problem) => {
      throw new Error(problem);
    },
  });
  chores.start();
  const minute = async (): Promise<void> => {
    clock.advance(60_000);
    for (const { periodMs, run } of tasks) if (periodMs === 60_000) run(clock.now());
    await new Promise(setImmediate);
  };
  return { minute, asked: () => asked, clock };
}

describe('The size of the store', () => {
  const measured = async (failure: Error): Promise<string[]> => {
    const problems: string[] = [];
    const chores = new StoreChores({
      clock: new FakeClock(),
      ticker: { every: () => ({ stop: () => undefined }) },
      config: defaults,
      thread: () => ({ ask: () => Promise.reject(failure) }),
      report: (problem) => problems.push(problem),
    });
    await chores.measure();
    assert.equal(chores.bytes.raw, 0);
    return problems;
  };

  it('is told to be unknown where it cannot be measured', async () => {
    assert.deepEqual(await measured(new StoreFailure('No such folder.', false)), [
      'The size of the store is not known: No such folder.',
    ]);
  });

  it('is no trouble where the monitor ends while it is measured', async () => {
    assert.deepEqual(await measured(new StoreFailure('The monitor is being closed.', true)), []);
  });
});

describe('The backup that is due', () => {
  it('is asked for when its time has come', async () => {
    const { minute, asked, clock } = begun(24);
    await minute();
    assert.equal(asked(), 1);
    clock.advance(23 * hourMs);
    await minute();
    assert.equal(asked(), 1);
    clock.advance(hourMs);
    await minute();
    assert.equal(asked(), 2);
  });

  it('is not put off for years by a clock that was years ahead', async () => {
    const { minute, asked, clock } = begun(24);
    clock.advance(10 * yearMs);
    await minute();
    assert.equal(asked(), 1);
    clock.advance(-10 * yearMs);
    await minute();
    assert.equal(asked(), 2);
    await minute();
    assert.equal(asked(), 2);
  });

  it('is never asked for where backups are off', async () => {
    const { minute, asked } = begun(0);
    await minute();
    assert.equal(asked(), 0);
  });
});

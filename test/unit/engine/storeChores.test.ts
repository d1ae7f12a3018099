import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaults } from '../../../src/engine/config/defaults';
import { StoreChores } from '../../../src/engine/store/storeChores';
import type { StoreThread } from '../../../src/engine/store/thread/storeThread';
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

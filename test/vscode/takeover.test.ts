import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import type { StoreJobResults } from '../../src/protocol/storeJobs';
import { Random } from '../support/random';
import {
  differences,
  newestOf,
  recordedRows,
  rowsOf,
  type AnsweredPast,
  type RecordedRows,
} from '../support/recordedRows';
import { SharedMonitor } from '../support/sharedMonitor';
import { fates, SharedWindows, type Fate } from '../support/sharedWindows';
import { wirthforge } from '../support/storeCli';
import { VscodeServer } from '../support/vscodeServer';

const seed = 1;
const isLong = process.env['SOAK'] === '1';
/** How many windows there are in how many rounds, the fewest first. */
const stretches = isLong
  ? ([
      [2, 70],
      [5, 30],
    ] as const)
  : ([
      [2, 7],
      [5, 3],
    ] as const);
/** A frozen window wakes up so much later than another one leads, ms. */
const mostFrozenMs = 2000;
const metric = 'system.*';

describe('Windows that lose the one that measures for them', () => {
  const random = new Random(seed);
  const began = Date.now();
  const took = new Map<string, { leads: number[]; answers: number[] }>();
  let bag: Fate[] = [];
  let vscode: VscodeServer;
  let monitor: SharedMonitor;
  let windows: SharedWindows;
  let highestEpoch = 0;

  before(async () => {
    vscode = await VscodeServer.start({ name: 'takeover' });
    monitor = new SharedMonitor(vscode.storageDir);
    windows = new SharedWindows(vscode, monitor);
  });
  after(() => vscode.stop());

  /** Each fate as often as the others, in an order that only chance knows. */
  function nextFate(): Fate {
    if (bag.length === 0) bag = [...fates];
    return bag.splice(random.integer(0, bag.length - 1), 1)[0]!;
  }

  const recorded = (to: number): Promise<RecordedRows> => recordedRows(vscode.storageDir, metric, began, to);

  for (const [count, rounds] of stretches)
    for (let round = 1; round <= rounds; round++) {
      const fate = nextFate();
      const frozenMs = random.integer(0, mostFrozenMs);
      it(`go on when it is ${fate}: ${count} windows, round ${round} of ${rounds}`, async (t) => {
        while (windows.count < count) await windows.open();
        const leader = await windows.settled();
        const { since } = (await monitor.instances())[0]!;
        const flushed = await eventually('what it measures is on disk', async () => {
          const rows = await recorded(Date.now());
          return newestOf(rows) > since && rows;
        });

        const { leadsMs, answersMs } = await windows.disturb(leader, fate, frozenMs);
        const next = await windows.settled();
        t.diagnostic(`${leader} was ${fate}; ${next} leads after ${leadsMs} ms, answers after ${answersMs} ms`);
        remember(fate, count, leadsMs, answersMs);
        assert.notEqual(next, leader);

        const { epoch } = await monitor.highestClaim();
        assert.ok(epoch > highestEpoch, `epoch ${epoch} after ${highestEpoch}`);
        highestEpoch = epoch;

        await windows.allName(next);
        await windows.sameFigures();
        await isWhole();
        // Whole frames on disk are there for good, whoever wrote them and whatever became of it since.
        const until = newestOf(flushed);
        assert.deepEqual(differences(flushed, await recorded(until)), []);
        const answered = await monitor.ask<AnsweredPast>(
          `/api/metrics/historical?metric=system.cpu_percent&from=${began}&to=${until}`,
        );
        const ofCpu = [...flushed].filter(([name]) => name.startsWith('system.cpu_percent '));
        assert.deepEqual(differences(new Map(ofCpu), rowsOf(answered)), []);
      });
    }

  it('tell how long that took', (t) => {
    for (const [what, { leads, answers }] of [...took].sort())
      t.diagnostic(`${what}: leads after ${spread(leads)}, answers after ${spread(answers)}`);
    assert.ok(took.size > 0);
  });

  function remember(fate: Fate, count: number, leadsMs: number, answersMs: number): void {
    const key = `${fate}, ${count} windows`;
    const { leads, answers } = took.get(key) ?? { leads: [], answers: [] };
    took.set(key, { leads: [...leads, leadsMs], answers: [...answers, answersMs] });
  }

  /** The command line finds nothing wrong with what is recorded. */
  async function isWhole(): Promise<void> {
    const { code, out, err } = await wirthforge(['validate', '--json', '--data-dir', vscode.storageDir]);
    assert.equal(code, 0, err);
    assert.deepEqual((JSON.parse(out) as StoreJobResults['validate']).problems, []);
  }
});

/** Median and maximum. */
function spread(ms: readonly number[]): string {
  const sorted = [...ms].sort((a, b) => a - b);
  return `${sorted[sorted.length >> 1]!} ms, ${sorted.at(-1)!} ms at most (${sorted.length} rounds)`;
}

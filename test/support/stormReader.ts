import { setTimeout as delay } from 'node:timers/promises';
import type { HistoryAnswer, HistorySeries } from '../../src/protocol/history';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import { answerHistory } from '../../src/engine/store/query/answerHistory';
import { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import { numberedGroups } from './numberedRows';
import { testSqlite } from './storeSamples';
import type { ReaderWord } from './stormWords';

/** Half of what is kept: see `stormKept`. */
const windowMs = 6 * 3_600_000;
const pauseMs = 150;
const signal = new AbortController().signal;

/** Another window: asks about the past without a pause, and looks whether a row is missing or there twice. */
export async function stormReader(dataDir: string, since: number): Promise<never> {
  const sqlite = await testSqlite();
  const report = (text: string): void => {
    say({ said: 'wrong', text });
  };
  const folder = await StoreFolder.open(nodeDisk, dataDir, sqlite, { report });
  let newest = since;
  const ask = (from: number, stepMs: number): Promise<HistoryAnswer> => {
    const metrics = ['monitor.samples'];
    const range = { from, to: since + 400 * 86_400_000, stepMs, mostPoints: 1_000_000 };
    return answerHistory(
      folder,
      { metrics, aggregates: ['last'], ...range },
      { position: undefined, chunks: [] },
      signal,
    );
  };
  for (;;) {
    try {
      const answer = await ask(Math.max(since, newest - windowMs), 0);
      let points = 0;
      for (const series of answer.series) {
        // Where the oldest samples of the window are gone by now, the answer has steps of 10 s instead.
        const wrong = answer.stepMs === 0 ? brokenCount(series) : undefined;
        if (wrong !== undefined) say({ said: 'wrong', text: wrong });
        if (answer.stepMs === 0) points += series.times.length;
        newest = Math.max(newest, series.times.at(-1) ?? since);
      }
      say({ said: 'read', points });
      await ask(since, 3_600_000);
    } catch (error) {
      say({ said: 'wrong', text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
    await delay(pauseMs);
  }
}

/** Within a session each row follows the one before a period later; the next session begins with row 0. */
function brokenCount({ labels, times, values }: HistorySeries): string | undefined {
  const group = labels['group'] ?? '';
  const periodMs = 1000 / (numberedGroups.find(({ name }) => name === group)?.hz ?? NaN);
  const rows = values[0]!;
  for (let i = 1; i < times.length; i++) {
    const [row, before, passed] = [rows[i]!, rows[i - 1]!, times[i]! - times[i - 1]!];
    if (row === 0 ? passed > 0 : row === before + 1 && passed === periodMs) continue;
    return `${group}: row ${before} at ${times[i - 1]!} is followed by row ${row} at ${times[i]!}`;
  }
  return undefined;
}

function say(word: ReaderWord): void {
  process.stdout.write(`${JSON.stringify(word)}\n`);
}

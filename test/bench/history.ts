import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { loadSqlite } from '../../src/engine/store/segments/sqlite';
import { median } from './meter';
import { writePast, type PastMonth } from './pastMonth';

const run = promisify(execFile);
const dayMs = 86_400_000;

export interface QuestionCost {
  readonly question: string;
  readonly points: number;
  /** The first question of a new process, its code not yet compiled, ms. */
  readonly firstMs: readonly number[];
  /** Later ones, the files opened and read anew each time, ms. */
  readonly laterMs: number;
  readonly targetMs: number;
}

/** How long questions about the past take, in processes of their own. */
export async function questionCosts(
  dataDir: string,
  days: number,
  rounds: number,
): Promise<{ readonly past: PastMonth; readonly costs: readonly QuestionCost[] }> {
  const past = await writePast(await loadSqlite('node_modules/sql.js/dist/sql-wasm.wasm'), dataDir, days);
  const { from, to } = past;
  const costs = [
    await costOf(
      dataDir,
      rounds,
      'a series of 24 h at 1 min',
      'system.cpu_percent',
      to - dayMs - 43_200_000,
      to - 43_200_001,
      60_000,
      10,
    ),
    await costOf(dataDir, rounds, `a series of ${days} days at 1 h`, 'system.cpu_percent', from, to - 1, 3_600_000, 40),
  ];
  return { past, costs };
}

async function costOf(
  dataDir: string,
  rounds: number,
  question: string,
  metric: string,
  from: number,
  to: number,
  stepMs: number,
  targetMs: number,
): Promise<QuestionCost> {
  const subject = path.join('dist', 'bench', 'subjects', 'history.cjs');
  const runs: { times: number[]; points: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await run(process.execPath, [
      subject,
      dataDir,
      metric,
      String(from),
      String(to),
      String(stepMs),
    ]);
    runs.push(JSON.parse(stdout) as (typeof runs)[number]);
  }
  return {
    question,
    points: runs[0]!.points,
    firstMs: runs.map(({ times }) => times[0]!),
    laterMs: median(runs.flatMap(({ times }) => times.slice(4))),
    targetMs,
  };
}

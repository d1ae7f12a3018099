import os from 'node:os';
import { median } from './meter';
import { measuredBy } from './subject';

/** How the window that leads ends: killed, closed by its user, or stopped in the middle of what it did. */
export type EndOfLeader = 'kill' | 'close' | 'freeze';

const targetsMs: Readonly<Record<EndOfLeader, number>> = { kill: 2000, close: 2000, freeze: 5000 };

/** From the end of the leader until another window says that it leads, and until its server answers `/health`, ms. */
export interface Takeover {
  readonly leadsMs: number;
  readonly servesMs: number;
}

export interface TakeoverTimes {
  readonly how: EndOfLeader;
  /** Windows that share the engine, the one that ends included. */
  readonly contenders: number;
  readonly takeovers: readonly Takeover[];
  /** Processes that wanted to run, on the average of the minute that ended with it. */
  readonly load: number;
}

export const takeoverHeader = [
  'leader',
  'windows',
  'rounds',
  'leads ms',
  'p95',
  'longest',
  'target',
  '',
  'serves ms',
  'p95',
  'longest',
  'load',
];

/** Real processes, each with a window's engine thread, among two and five. */
export async function takeoverTimes(rounds: number): Promise<TakeoverTimes[]> {
  const all: TakeoverTimes[] = [];
  for (const contenders of [2, 5])
    for (const how of ['kill', 'close', 'freeze'] as const) {
      const takeovers = await measuredBy<Takeover[]>('takeover', [how, contenders, rounds]);
      all.push({ how, contenders, takeovers, load: os.loadavg()[0]! });
    }
  return all;
}

export function takeoverRow({ how, contenders, takeovers, load }: TakeoverTimes): string[] {
  const leads = spread(takeovers.map(({ leadsMs }) => leadsMs));
  const serves = spread(takeovers.map(({ servesMs }) => servesMs));
  const names: Readonly<Record<EndOfLeader, string>> = { kill: 'killed', close: 'closed', freeze: 'frozen' };
  const target = targetsMs[how];
  const isMet = leads.longest <= target ? 'met' : 'missed';
  const counts = [String(contenders), String(takeovers.length)];
  return [names[how], ...counts, ...cells(leads), target.toFixed(0), isMet, ...cells(serves), load.toFixed(1)];
}

function spread(ms: readonly number[]): { middle: number; at95: number; longest: number } {
  const sorted = [...ms].sort((a, b) => a - b);
  return { middle: median(sorted), at95: sorted[Math.ceil(0.95 * sorted.length) - 1]!, longest: sorted.at(-1)! };
}

function cells({ middle, at95, longest }: ReturnType<typeof spread>): string[] {
  return [middle, at95, longest].map((value) => value.toFixed(0));
}

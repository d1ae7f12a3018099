import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Clock } from '../../../clock';
import type { Stoppable } from '../../../ticker';
import { codeOf, Unreadable } from '../unreadable';
import { LineSplitter } from './lineSplitter';
import { parseTypeperfHeading, parseTypeperfRow, type CounterColumn } from './typeperfRow';

export const disk = { object: 'PhysicalDisk', read: 'Disk Read Bytes/sec', write: 'Disk Write Bytes/sec' } as const;
export const network = { object: 'Network Interface', received: 'Bytes Received/sec', sent: 'Bytes Sent/sec' } as const;
export const pageFile = { object: 'Paging File', usage: '% Usage', total: '_Total' } as const;

const counters = [
  `\\${disk.object}(*)\\${disk.read}`,
  `\\${disk.object}(*)\\${disk.write}`,
  `\\${network.object}(*)\\${network.received}`,
  `\\${network.object}(*)\\${network.sent}`,
  `\\${pageFile.object}(${pageFile.total})\\${pageFile.usage}`,
];
/** typeperf looks for disks and interfaces only when it starts, so it starts anew after so many rows of a second each. */
const rowsARun = 600;
const silentMs = 15_000;
const retryMs = 9_000;
const longestLine = 256 * 1024;

/** Starts typeperf; tests start something else that prints the same. */
export type SpawnTypeperf = (args: readonly string[]) => ChildProcess;

export const spawnTypeperf: SpawnTypeperf = (args) => {
  const file = path.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'typeperf.exe');
  return spawn(file, args, { windowsHide: true, stdio: ['ignore', 'pipe', 'ignore'] });
};

/** A row of values and what its columns are. The same columns stand for the same run. */
export interface CounterRow {
  readonly columns: readonly CounterColumn[];
  readonly values: Float64Array;
}

/** One long-lived typeperf for everything that needs it: it runs while somebody holds it. */
export class Typeperf {
  private holders = 0;
  private child: ChildProcess | undefined;
  private row: CounterRow | undefined;
  private failure: Unreadable | undefined;
  private startAt = -Infinity;
  private heardAt = 0;

  constructor(
    private readonly clock: Clock,
    private readonly start: SpawnTypeperf = spawnTypeperf,
  ) {}

  hold(): Stoppable {
    let isHeld = true;
    this.holders++;
    return {
      stop: () => {
        if (isHeld && --this.holders === 0) this.end();
        isHeld = false;
      },
    };
  }

  /**
   * The newest row; undefined while there is none yet. Starts typeperf when it does not run. Throws `Unreadable` from a
   * failure on until there is a row again.
   */
  latest(): CounterRow | undefined {
    const now = this.clock.monotonic();
    if (this.child && now - this.heardAt > silentMs) {
      this.end();
      this.fail(silent);
    } else if (!this.child && this.holders > 0 && now >= this.startAt) this.launch(now);
    if (this.failure) throw this.failure;
    return this.row;
  }

  private launch(now: number): void {
    this.heardAt = now;
    const child = this.start(['-si', '1', '-sc', String(rowsARun), ...counters]);
    this.child = child;
    let columns: readonly CounterColumn[] | undefined;
    const lines = new LineSplitter(longestLine, (line) => {
      columns ??= parseTypeperfHeading(line);
      const values = columns && parseTypeperfRow(line, columns.length);
      if (columns && values && this.child === child) this.heard({ columns, values });
    });
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      lines.take(piece);
    });
    child.on('error', (error) => {
      this.ended(child, cannotStart(error));
    });
    child.on('close', (code) => {
      this.ended(child, columns && code === 0 ? undefined : noReading(code));
    });
  }

  private heard(row: CounterRow): void {
    this.row = row;
    this.failure = undefined;
    this.heardAt = this.clock.monotonic();
  }

  private ended(child: ChildProcess, failure: Unreadable | undefined): void {
    if (this.child !== child) return;
    this.child = undefined;
    this.row = undefined;
    if (failure) this.fail(failure);
  }

  private fail(failure: Unreadable): void {
    this.failure = failure;
    this.startAt = this.clock.monotonic() + retryMs;
  }

  private end(): void {
    const { child } = this;
    this.child = undefined;
    this.row = undefined;
    child?.kill();
  }
}

const silent = new Unreadable(
  `typeperf printed nothing for ${silentMs / 1000} s.`,
  'Run "typeperf -si 1 -sc 3 \\Memory\\*" in a terminal to see whether performance counters work.',
);

function cannotStart(error: Error): Unreadable {
  return new Unreadable(
    `typeperf cannot be started (${codeOf(error)}).`,
    'Check that typeperf.exe is in the System32 folder of Windows.',
  );
}

function noReading(code: number | null): Unreadable {
  return new Unreadable(
    `typeperf ended without a reading (exit code ${code ?? 'none'}), as it does where Windows names its performance counters in another language than English.`,
    'Disks, network and page file are read where Windows speaks English; where it does, "lodctr /r" run by an administrator mends lost counters.',
  );
}

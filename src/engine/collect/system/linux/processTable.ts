import fs from 'node:fs';
import type { ProcessUse } from '../topProcesses';
import { ProcessStat } from './processStat';

/** A process between two readings of it. Changed in place: there may be thousands. */
interface KnownProcess extends ProcessUse {
  name: string;
  cpuPercent: number;
  memory: number;
  startedAt: number;
  ticks: number;
  machineTicks: number;
  round: number;
}

const lineBytes = 4096;

/** What each process used of the machine's CPU between its last two readings. */
export class ProcessTable {
  private readonly known = new Map<number, KnownProcess>();
  private readonly buffer = Buffer.allocUnsafeSlow(lineBytes);
  private readonly stat = new ProcessStat();
  private round = 0;

  constructor(private readonly proc: string) {}

  begin(): void {
    this.round++;
  }

  /** Reads one process. One that ended meanwhile is left out. @param machineTicks Time of all CPUs so far, idle included. */
  read(id: number, machineTicks: number): void {
    const { stat } = this;
    const length = this.readStat(id);
    if (length === 0 || !stat.parse(this.buffer, length)) return;
    const before = this.known.get(id);
    if (before?.startedAt !== stat.startedAt) {
      const { name, startedAt, ticks, pages } = stat;
      const { round } = this;
      this.known.set(id, { id, name, startedAt, ticks, machineTicks, round, cpuPercent: NaN, memory: pages });
      return;
    }
    const passed = machineTicks - before.machineTicks;
    before.cpuPercent = passed > 0 ? Math.min(100, Math.max(0, (100 * (stat.ticks - before.ticks)) / passed)) : NaN;
    before.name = stat.name;
    before.memory = stat.pages;
    before.ticks = stat.ticks;
    before.machineTicks = machineTicks;
    before.round = this.round;
  }

  /** Forgets those that were not met since `begin` and returns the others. */
  end(): Iterable<ProcessUse> {
    for (const [id, process] of this.known) if (process.round !== this.round) this.known.delete(id);
    return this.known.values();
  }

  clear(): void {
    this.known.clear();
  }

  private readStat(id: number): number {
    let file: number | undefined;
    try {
      file = fs.openSync(`${this.proc}/${id}/stat`, 'r');
      return fs.readSync(file, this.buffer, 0, lineBytes, 0);
    } catch {
      // Processes end between listing and reading; one that may not be read is not ours to show.
      return 0;
    } finally {
      if (file !== undefined) fs.closeSync(file);
    }
  }
}

import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { Group } from '../../../metrics/group';
import type { Stoppable } from '../../../ticker';
import { cpuFields } from '../cpuHistory';
import type { CpuCounters } from '../cpuSource';
import type { PartContext } from '../part';
import { PartState } from '../partState';
import { fillProcesses, type ShownProcess } from '../processesFrame';
import { processLabel, topProcesses, type ProcessUse } from '../topProcesses';
import { unreadableFile } from '../unreadable';
import { ProcessTable } from './processTable';

/** A thousand processes at once would hold the engine for some ten milliseconds, so they are read in slices. */
const sliceMs = 100;
const sliceProcesses = 32;
const kibibyte = 1024;
/** What Node 24 calls the main thread of every program, VS Code's own among them. It names nothing. */
const namelessThread = 'MainThread';

/** The ten busiest processes of Linux. */
export class ProcessesPart implements Stoppable {
  private readonly group: Group;
  private readonly state: PartState;
  private readonly table: ProcessTable;
  private readonly ticking: Stoppable;
  private slicing: Stoppable | undefined;
  private isBusy = false;
  private isStopped = false;

  /** @param machine Tells the time of all CPUs, so that shares of it need no clock and no number of CPUs. */
  constructor(
    private readonly context: PartContext,
    hz: number,
    private readonly proc: string,
    private readonly machine: CpuCounters,
  ) {
    this.group = context.group('system.processes', hz);
    this.state = new PartState(context, 'Figures of processes');
    this.table = new ProcessTable(proc);
    void this.round();
    this.ticking = context.ticker.every(1000 / hz, () => {
      if (!this.isBusy && this.state.isDue) void this.round();
    });
  }

  stop(): void {
    this.isStopped = true;
    this.ticking.stop();
    this.slicing?.stop();
    this.machine.close();
    this.table.clear();
  }

  private async round(): Promise<void> {
    this.isBusy = true;
    try {
      const ids = await this.list();
      this.table.begin();
      await this.readAll(ids);
      const top = topProcesses(this.table.end());
      const shown = await Promise.all(top.map((process) => this.show(process)));
      if (this.isStopped) return;
      this.state.works(this.group.layout);
      if (shown.length > 0) {
        fillProcesses(this.context.sink, this.group, shown);
        this.context.sink.commit(this.group, this.context.clock.now());
      }
    } catch (error) {
      this.machine.close();
      if (!this.isStopped) this.state.failed(error, this.group.layout);
    } finally {
      this.isBusy = false;
    }
  }

  private async list(): Promise<number[]> {
    const names = await readdir(this.proc).catch((error: unknown) => {
      throw unreadableFile(this.proc, error);
    });
    return names.filter((name) => /^\d{1,10}$/.test(name)).map(Number);
  }

  /** Resolves when all were read, some on each tick. */
  private readAll(ids: readonly number[]): Promise<void> {
    return new Promise((resolve, reject) => {
      let next = 0;
      const slice = (): void => {
        try {
          const machineTicks = this.machineTicks();
          for (const id of ids.slice(next, next + sliceProcesses)) this.table.read(id, machineTicks);
          next += sliceProcesses;
          if (next < ids.length) return;
          this.slicing?.stop();
          resolve();
        } catch (error) {
          this.slicing?.stop();
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      if (this.isStopped) resolve();
      else this.slicing = this.context.ticker.every(sliceMs, slice);
    });
  }

  private machineTicks(): number {
    this.machine.refresh();
    let ticks = 0;
    for (let field = 0; field < cpuFields; field++) ticks += this.machine.total[field]!;
    return ticks;
  }

  private async show(process: ProcessUse): Promise<ShownProcess> {
    // Only this file tells memory in a unit that does not depend on the machine; it is asked for ten processes, not all.
    const text = await readFile(`${this.proc}/${process.id}/status`, 'latin1').catch(() => '');
    const resident = /^VmRSS:\s*(\d+) kB$/m.exec(text)?.[1];
    return {
      label: processLabel(await this.named(process)),
      cpuPercent: process.cpuPercent,
      memoryBytes: resident === undefined ? NaN : Number(resident) * kibibyte,
    };
  }

  private async named(process: ProcessUse): Promise<ProcessUse> {
    if (process.name !== namelessThread) return process;
    const program = await readlink(`${this.proc}/${process.id}/exe`).catch(() => undefined);
    return program === undefined ? process : { ...process, name: path.basename(program) };
  }
}

import os from 'node:os';
import { cpuFields } from './cpuHistory';
import type { CpuCounters } from './cpuSource';

/**
 * CPU times as Node tells them, in milliseconds. Not for Linux, where asking opens a file for each core and can take
 * many milliseconds. Interrupt time is left out: Windows counts it inside system time too.
 */
export class OsCpus implements CpuCounters {
  readonly total = new Float64Array(cpuFields);
  cores = new Float64Array(0);
  ids = new Int32Array(0);
  count = 0;

  constructor(private readonly cpus: () => readonly os.CpuInfo[] = os.cpus) {}

  refresh(): void {
    const cpus = this.cpus();
    if (cpus.length !== this.count) {
      this.count = cpus.length;
      this.cores = new Float64Array(cpus.length * cpuFields);
      this.ids = Int32Array.from(cpus.keys());
    }
    this.total.fill(0);
    for (let index = 0; index < cpus.length; index++) {
      const { user, nice, sys, idle } = cpus[index]!.times;
      const at = index * cpuFields;
      this.cores[at] = user;
      this.cores[at + 1] = nice;
      this.cores[at + 2] = sys;
      this.cores[at + 3] = idle;
      for (let field = 0; field < cpuFields; field++) this.total[field] = this.total[field]! + this.cores[at + field]!;
    }
  }

  close(): void {
    // Nothing is held between readings.
  }
}

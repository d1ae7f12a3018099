/** Times of one CPU, in this order: user, nice, system, idle, iowait, irq, softirq, steal. Guest is inside user. */
export const cpuFields = 8;
const idle = 3;
const iowait = 4;

/** The last readings of one CPU's counters, and the share that was not idle between the oldest and the newest. */
export class CpuHistory {
  private readonly readings: Float64Array;
  private readonly capacity: number;
  private taken = 0;

  /** @param intervals Readings that lie between the two that are compared, at least 1. */
  constructor(intervals: number) {
    this.capacity = intervals + 1;
    this.readings = new Float64Array(this.capacity * cpuFields);
  }

  push(counters: Float64Array, from: number): void {
    const row = (this.taken++ % this.capacity) * cpuFields;
    for (let field = 0; field < cpuFields; field++) this.readings[row + field] = counters[from + field]!;
  }

  /**
   * 0 to 100. Waiting for a disk is idle, time stolen by other machines is not. NaN before enough readings, when no time
   * passed, and when a counter went back, as they do when CPUs come and go.
   */
  percent(): number {
    if (this.taken < this.capacity) return NaN;
    const newest = ((this.taken - 1) % this.capacity) * cpuFields;
    const oldest = (this.taken % this.capacity) * cpuFields;
    let total = 0;
    let busy = 0;
    for (let field = 0; field < cpuFields; field++) {
      const passed = this.readings[newest + field]! - this.readings[oldest + field]!;
      if (passed < 0) return NaN;
      total += passed;
      if (field !== idle && field !== iowait) busy += passed;
    }
    return total > 0 ? (100 * busy) / total : NaN;
  }
}

/** Twice a second for ten minutes. */
const kept = 1200;
const keptMs = 600_000;
const leastMs = 3000;

/**
 * The machine's idle power: the median of its power in the last ten minutes while no request was under way. A median,
 * because whatever else ran for a moment must not count.
 */
export class IdlePower {
  private readonly endedAt = new Float64Array(kept);
  private readonly ms = new Float64Array(kept);
  private readonly watts = new Float64Array(kept);
  private count = 0;
  private median: number | undefined;
  private isStale = false;

  /** An interval without requests that ended at `at`, ms of the monotonic clock. */
  push(at: number, ms: number, watts: number): void {
    const index = this.count++ % kept;
    this.endedAt[index] = at;
    this.ms[index] = ms;
    this.watts[index] = watts;
    this.isStale = true;
  }

  /** Watts; undefined until there were 3 s of such intervals. What was known goes on being used when none comes for long. */
  value(now: number): number | undefined {
    if (this.isStale) this.median = this.compute(now) ?? this.median;
    this.isStale = false;
    return this.median;
  }

  reset(): void {
    this.count = 0;
    this.median = undefined;
    this.isStale = false;
  }

  private compute(now: number): number | undefined {
    const recent = Array.from({ length: Math.min(kept, this.count) }, (_, index) => index).filter(
      (index) => now - this.endedAt[index]! <= keptMs,
    );
    recent.sort((a, b) => this.watts[a]! - this.watts[b]!);
    const all = recent.reduce((sum, index) => sum + this.ms[index]!, 0);
    if (all < leastMs) return undefined;
    let passed = 0;
    return this.watts[recent.find((index) => (passed += this.ms[index]!) >= all / 2)!];
  }
}

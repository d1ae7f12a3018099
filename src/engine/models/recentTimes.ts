import type { LatencySummary } from '../../protocol/requests';

const most = 512;
const spanMs = 300_000;

/** The times of the last requests, for quantiles over the last five minutes (at most 512 requests). */
export class RecentTimes {
  private readonly at = new Float64Array(most);
  private readonly ms = new Float64Array(most);
  private count = 0;

  /** @param at Milliseconds of a monotonic clock. */
  add(at: number, ms: number): void {
    const index = this.count++ % most;
    this.at[index] = at;
    this.ms[index] = ms;
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** Undefined when there was no request in the five minutes before `now`. */
  summary(now: number): LatencySummary | undefined {
    const recent: number[] = [];
    for (let i = 0; i < Math.min(most, this.count); i++) if (now - this.at[i]! <= spanMs) recent.push(this.ms[i]!);
    if (recent.length === 0) return undefined;
    recent.sort((a, b) => a - b);
    return { p50: quantile(recent, 0.5), p95: quantile(recent, 0.95), count: recent.length, source: 'proxy' };
  }
}

/** Linear between the two nearest ranks. */
function quantile(sorted: readonly number[], q: number): number {
  const rank = q * (sorted.length - 1);
  const below = sorted[Math.floor(rank)]!;
  return below + (sorted[Math.ceil(rank)]! - below) * (rank % 1);
}

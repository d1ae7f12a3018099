import type { LatencySummary } from '../../../../protocol/requests';
import { haveSameBounds } from './histogramTrack';
import { countOf, quantile, type Buckets } from './quantile';

const spanMs = 300_000;
const slotMs = 5000;

interface Slot {
  readonly number: number;
  readonly counts: Float64Array;
}

/** What came into a histogram of seconds over the last five minutes. */
export class RecentHistogram {
  private bounds: readonly number[] = [];
  private slots: Slot[] = [];

  /** @param at Milliseconds of a monotonic clock, never before the last ones. */
  add(at: number, growth: Buckets): void {
    if (!haveSameBounds(this.bounds, growth.bounds)) {
      this.bounds = growth.bounds;
      this.slots = [];
    }
    if (countOf(growth) === 0) return;
    const number = Math.floor(at / slotMs);
    const newest = this.slots.at(-1);
    if (newest?.number !== number) this.slots.push({ number, counts: growth.counts.slice() });
    else for (const [i, count] of growth.counts.entries()) newest.counts[i]! += count;
  }

  /** Undefined when nothing came in. */
  summary(at: number): LatencySummary | undefined {
    const oldest = Math.floor((at - spanMs) / slotMs);
    this.slots = this.slots.filter(({ number }) => number > oldest);
    const counts = new Float64Array(this.bounds.length + 1);
    for (const slot of this.slots) for (const [i, count] of slot.counts.entries()) counts[i]! += count;
    const sum = { bounds: this.bounds, counts };
    const p50 = quantile(sum, 0.5);
    const p95 = quantile(sum, 0.95);
    if (!p50 || !p95) return undefined;
    return {
      p50: p50.value * 1000,
      p95: p95.value * 1000,
      count: countOf(sum),
      source: 'histogram',
      ...(p95.isAtLeast ? { isAtLeast: true } : {}),
    };
  }
}

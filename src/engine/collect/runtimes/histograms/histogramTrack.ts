import type { PrometheusSample } from '../parse/prometheusText';
import type { Buckets } from './quantile';
import { readBuckets } from './readBuckets';

const mostKept = 256;

/** A histogram of one model, over all engines that serve it: what came into it between two readings. */
export class HistogramTrack {
  /** Pages on which it could not be made sense of. */
  refused = 0;
  private readonly last = new Map<string, Buckets>();
  private source = -1;

  /**
   * Takes the bucket lines of a page and returns what is new; undefined where nothing can be said.
   * @param source Which of the names that a runtime may use they go by: another name tells of the same things again.
   * @param areNewFromZero Whether a histogram that was not seen before is known to have begun since the last page.
   */
  take(samples: readonly PrometheusSample[], source: number, areNewFromZero: boolean): Buckets | undefined {
    const read = readBuckets(samples);
    const bounds = read && commonBounds(read);
    if (!read || !bounds) {
      this.refused++;
      return undefined;
    }
    const isNewFromZero = areNewFromZero && (this.source === -1 || source === this.source);
    this.source = source;
    const counts = new Float64Array(bounds.length + 1);
    for (const [key, now] of read) {
      const before = this.last.get(key);
      if (!before && this.last.size >= mostKept) continue;
      if (before || isNewFromZero) addGrowth(counts, now, before);
      // Engines that are missing on a page may come back, so nothing is taken out.
      this.last.set(key, now);
    }
    return { bounds, counts };
  }

  /** The program is known to have restarted: all that the next page holds is new. */
  restarted(): void {
    this.source = -1;
    for (const [key, { bounds, counts }] of this.last)
      this.last.set(key, { bounds, counts: new Float64Array(counts.length) });
  }
}

/** Buckets can only be added up where all engines have the same. */
function commonBounds(histograms: ReadonlyMap<string, Buckets>): readonly number[] | undefined {
  let common: readonly number[] | undefined;
  for (const { bounds } of histograms.values()) {
    common ??= bounds;
    if (!haveSameBounds(common, bounds)) return undefined;
  }
  return common;
}

export function haveSameBounds(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((bound, i) => bound === b[i]));
}

/** Fewer values than before, or other bounds, mean that its program restarted: then all of it is new. */
function addGrowth(sum: Float64Array, now: Buckets, before: Buckets | undefined): void {
  const goesOn =
    before !== undefined &&
    haveSameBounds(now.bounds, before.bounds) &&
    now.counts.every((count, i) => count >= before.counts[i]!);
  for (const [i, count] of now.counts.entries()) sum[i]! += goesOn ? count - before.counts[i]! : count;
}

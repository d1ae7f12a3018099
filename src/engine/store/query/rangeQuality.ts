import type { Quality } from '../../../protocol/metric';
import type { SeriesState } from '../storedSeries';

/** The states of one series, and the stretches of recording that it has samples from. */
export class RangeQuality {
  private readonly states = new Map<string, SeriesState[]>();
  private readonly sampled = new Set<string>();

  addState(session: string, state: SeriesState): void {
    const known = this.states.get(session);
    if (known) known.push(state);
    else this.states.set(session, [state]);
  }

  addSamples(session: string): void {
    this.sampled.add(session);
  }

  /**
   * The least good quality that values had in a range. While it was unavailable there were none, so that counts only
   * where there is no value at all.
   * @param from Milliseconds since 1970. @param to Milliseconds since 1970, included.
   */
  leastGood(from: number, to: number, hasValues: boolean): { readonly quality: Quality; readonly reason?: string } {
    const states = [...this.sampled].flatMap((session) => statesWithin(this.states.get(session) ?? [], from, to));
    const newest = (quality: Quality): SeriesState | undefined =>
      states.filter((state) => state.quality === quality).sort((a, b) => b.since - a.since)[0];
    const state = hasValues
      ? newest('estimated')
      : (newest('unavailable') ?? newest('estimated') ?? newest('measured'));
    if (!state) return hasValues ? { quality: 'measured' } : { quality: 'unavailable', reason: nothingYet };
    if (!hasValues && state.quality !== 'unavailable') return { quality: 'unavailable', reason: nothingMeasured };
    return { quality: state.quality, ...(state.reason === undefined ? {} : { reason: state.reason }) };
  }
}

const nothingYet = 'No value has been recorded yet.';
const nothingMeasured = 'No value was measured in this time.';

function statesWithin(states: readonly SeriesState[], from: number, to: number): SeriesState[] {
  const ordered = [...states].sort((a, b) => a.since - b.since);
  return ordered.filter((state, i) => state.since <= to && (ordered[i + 1]?.since ?? Infinity) > from);
}

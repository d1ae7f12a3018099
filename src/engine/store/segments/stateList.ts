import type { SeriesState } from '../storedSeries';
import type { SeriesEntry } from './seriesTable';

/** What a series was like from a moment of a session on. */
export interface KeptState {
  readonly entry: SeriesEntry;
  readonly session: string;
  readonly state: SeriesState;
}

/** The states of the series of a segment. */
export class StateList {
  private states: KeptState[] = [];

  add(entry: SeriesEntry, session: string, state: SeriesState): void {
    this.states.push({ entry, session, state });
  }

  /** Those that say something new, sorted by series, session and time. The series must have been numbered. */
  changes(): readonly KeptState[] {
    const sorted = this.states.sort(byPlace);
    return sorted.filter((kept, index) => !saysSame(sorted[index - 1], kept));
  }

  clear(): void {
    this.states = [];
  }
}

function byPlace(a: KeptState, b: KeptState): number {
  if (a.entry !== b.entry) return a.entry.id - b.entry.id;
  if (a.session !== b.session) return a.session < b.session ? -1 : 1;
  return a.state.since - b.state.since;
}

function saysSame(before: KeptState | undefined, kept: KeptState): boolean {
  if (before?.entry !== kept.entry || before.session !== kept.session) return false;
  const [a, b] = [before.state, kept.state];
  return (
    a.quality === b.quality &&
    a.reason === b.reason &&
    a.origin?.method === b.origin?.method &&
    a.origin?.scope === b.origin?.scope &&
    a.origin?.source === b.origin?.source
  );
}

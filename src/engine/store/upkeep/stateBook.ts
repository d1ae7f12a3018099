import type { SegmentBuilder } from '../segments/segmentBuilder';
import type { StateRow } from '../segments/segmentReader';
import { storedKey } from '../storedSeries';

/** States of series from several sources: each journal repeats those in force, of which one is enough. */
export class StateBook {
  private readonly rows = new Map<string, StateRow[]>();

  add(row: StateRow): void {
    const { metric, labels } = row.series;
    const key = JSON.stringify([row.session, storedKey(metric, labels)]);
    const known = this.rows.get(key);
    if (known) known.push(row);
    else this.rows.set(key, [row]);
  }

  copyTo(builder: SegmentBuilder): void {
    for (const rows of this.rows.values()) {
      let before = '';
      for (const { session, series, state } of rows.sort((a, b) => a.state.since - b.state.since)) {
        const { since, ...what } = state;
        const text = JSON.stringify([what.quality, what.reason, what.origin]);
        if (text !== before) builder.addState(session, series, { since, ...what });
        before = text;
      }
    }
  }
}

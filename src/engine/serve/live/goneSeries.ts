import type { SeriesRegistry } from '../../metrics/seriesRegistry';
import type { LiveLog } from './liveLog';
import type { Update } from './newestValues';
import type { WantedSeries } from './wantedSeries';

/** Series that became unavailable: their last value would stand for ever with those who only hear of values. */
export class GoneSeries {
  private readonly unavailable = new Map<number, { readonly seq: number; readonly at: number }>();
  private newest = 0;
  private seenRevision = -1;

  constructor(
    private readonly registry: Pick<SeriesRegistry, 'all' | 'revision'>,
    private readonly log: Pick<LiveLog, 'changed' | 'seq'>,
  ) {
    this.look(0);
  }

  /** Finds out which series became unavailable. @param now Milliseconds since 1970. */
  look(now: number): void {
    const { registry, unavailable, log } = this;
    if (registry.revision === this.seenRevision) return;
    const isFirst = this.seenRevision < 0;
    this.seenRevision = registry.revision;
    const before = new Map(unavailable);
    unavailable.clear();
    let seq: number | undefined;
    for (const { id, quality } of registry.all()) {
      if (quality !== 'unavailable') continue;
      const known = before.get(id);
      if (known) unavailable.set(id, known);
      else unavailable.set(id, { seq: (seq ??= isFirst ? log.seq : log.changed()), at: now });
    }
    this.newest = seq ?? this.newest;
  }

  /** Adds those that became so with `from < number <= to` and still are. */
  addBetween(from: number, to: number, wanted: WantedSeries, updates: Update[]): void {
    if (this.newest <= from) return;
    const found = new Map<string, Update>();
    for (const told of wanted.all()) {
      const gone = this.unavailable.get(told.series.id);
      if (!gone || gone.seq <= from || gone.seq > to) continue;
      let update = found.get(told.source);
      if (!update) found.set(told.source, (update = { timestamp: gone.at, source: told.source, told: [], values: [] }));
      update.told.push(told);
      update.values.push(NaN);
    }
    updates.push(...found.values());
  }
}

import type { Group } from '../../metrics/group';
import type { HotRing } from '../../metrics/hotRing';
import type { LiveLog } from './liveLog';
import type { ToldSeries, WantedSeries } from './wantedSeries';

/** What becomes one message: values of one source and one time. */
export interface Update {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly source: string;
  readonly told: ToldSeries[];
  /** Of the same index in `told`; NaN where there is none any more. */
  readonly values: number[];
}

interface Rows {
  first: number;
  last: number;
}

/** The newest value of each wanted series among the frames with `from < number <= to`, the oldest first. */
export class NewestValues {
  private readonly rows = new Map<number, Rows>();
  private readonly seen = new Set<number>();

  constructor(
    private readonly ring: Pick<HotRing, 'groups' | 'slicesFrom'>,
    private readonly log: Pick<LiveLog, 'frames'>,
  ) {}

  between(from: number, to: number, wanted: WantedSeries): Update[] {
    const { rows } = this;
    rows.clear();
    this.log.frames(from, to, (group, row) => {
      const known = rows.get(group);
      if (known) known.last = row;
      else rows.set(group, { first: row, last: row });
    });
    if (rows.size === 0) return [];
    const updates = new Map<string, Update>();
    for (const group of this.ring.groups()) {
      const range = rows.get(group.id);
      if (range) this.collect(group, range, wanted, updates);
    }
    return [...updates.values()].sort((a, b) => a.timestamp - b.timestamp);
  }

  private collect(group: Group, { first, last }: Rows, wanted: WantedSeries, updates: Map<string, Update>): void {
    const { seen } = this;
    seen.clear();
    const slices: Parameters<Parameters<HotRing['slicesFrom']>[2]>[] = [];
    this.ring.slicesFrom(group, first, (...slice) => slices.push(slice));
    for (const [block, start, end] of slices.reverse()) {
      const stop = Math.min(end, last + 1 - block.firstRow);
      for (const { column, told } of wanted.columnsOf(block.layout)) {
        if (seen.has(told.series.id)) continue;
        let row = stop - 1;
        while (row >= start && Number.isNaN(block.value(column, row))) row--;
        if (row < start) continue;
        seen.add(told.series.id);
        add(updates, block.timestamp(row), told, block.value(column, row));
      }
    }
  }
}

function add(updates: Map<string, Update>, timestamp: number, told: ToldSeries, value: number): void {
  const key = `${timestamp} ${told.source}`;
  let update = updates.get(key);
  if (!update) updates.set(key, (update = { timestamp, source: told.source, told: [], values: [] }));
  update.told.push(told);
  update.values.push(value);
}

import { Group } from '../../src/engine/metrics/group';
import { HotRing } from '../../src/engine/metrics/hotRing';
import { SeriesRegistry } from '../../src/engine/metrics/seriesRegistry';
import { rigValue } from './journalRig';

/** The groups of a recording whose rows are numbered from 0. The first series of each tells the row's number. */
export const numberedGroups = [
  { name: 'fast', hz: 2, columns: 3 },
  { name: 'slow', hz: 0.5, columns: 2 },
] as const;

/** What a cell of such a row was, and so must be ever after. */
export const numberedValue = rigValue;

/** What an engine measures when every value is told by its row: whoever reads it can say whether it is right. */
export class NumberedRows {
  readonly ring = new HotRing(32 * 1024 * 1024);
  private readonly groups: readonly Group[];

  constructor() {
    const registry = new SeriesRegistry();
    this.groups = numberedGroups.map(({ name, hz, columns }, id) => {
      const group = new Group(id, name, hz);
      const cores = Array.from({ length: columns - 1 }, (_, i) => ({ group: name, core: String(i + 1) }));
      group.setLayout([
        registry.open('monitor.samples', { group: name }),
        ...cores.map((labels) => registry.open('system.cpu_core_percent', labels)),
      ]);
      return group;
    });
  }

  /** A row of each group that is due at a time, ms since 1970: those of a group lie a period apart at least. */
  measure(time: number, appended: (group: string, id: number, time: number) => void = () => undefined): void {
    for (const group of this.groups) {
      if (time < group.lastTimestamp + 1000 / group.hz) continue;
      for (let column = 0; column < group.values.length; column++)
        group.values[column] = numberedValue(group.nextRow, column);
      group.lastTimestamp = time;
      this.ring.append(group, time);
      appended(group.name, group.id, time);
    }
  }

  /** The clock was set, and memory begins anew as in the pipeline; what was in it has been written. */
  clockWasSet(): void {
    this.ring.clear();
    for (const group of this.groups) group.lastTimestamp = -Infinity;
  }

  /** By name of the group, how many of its rows are acknowledged. */
  named(rows: ReadonlyMap<number, number> | undefined): Map<string, number> {
    return new Map(this.groups.map(({ id, name }) => [name, rows?.get(id) ?? 0]));
  }
}

import { catalogue } from '../../../protocol/catalogue';
import type { MetricDefinition, Origin, Quality } from '../../../protocol/metric';
import type { Block } from '../../metrics/block';
import type { Group } from '../../metrics/group';
import type { Series } from '../../metrics/series';
import { frameTypes, type FrameWriter } from './frames';
import { writeGroup } from './groupRecord';
import type { WrittenColumns } from './rowsRecord';

/** What one journal says of the groups so far, so that it says it again only when it changed. */
export class ToldGroups {
  private readonly told = new Map<number, ToldGroup>();

  constructor(private readonly frames: FrameWriter) {}

  /** A new journal knows nothing yet. */
  clear(): void {
    this.told.clear();
  }

  /**
   * Writes a group's record unless the journal knows it as it is.
   * @param rows What the rows that come next are: their layout and rate, which the group may have left since.
   * @param since When the states of its series began to hold, ms since 1970, as far as is known.
   */
  tell({ id, name }: Group, { layout, hz }: Pick<Block, 'layout' | 'hz'>, since: number): WrittenColumns {
    let told = this.told.get(id);
    if (told?.layout !== layout || told.hz !== hz) this.told.set(id, (told = new ToldGroup(name, id, hz, layout)));
    else if (!told.hasChanged()) return told.columns;
    told.write(this.frames, since);
    return told.columns;
  }

  /** Writes the record of a group without new rows if the state of a series changed since it was told. */
  tellChange(group: Group, now: number): void {
    const told = this.told.get(group.id);
    if (told?.hasChanged() === true) told.write(this.frames, now);
  }
}

class ToldGroup {
  readonly columns: WrittenColumns;
  private readonly qualities: Quality[] = [];
  private readonly reasons: (string | undefined)[] = [];
  private readonly origins: (Origin | undefined)[] = [];

  constructor(
    private readonly name: string,
    private readonly id: number,
    readonly hz: number,
    readonly layout: readonly Series[],
  ) {
    // Beyond the limits of the registry several columns may stand for one overflow series; the first counts.
    const indexes = [...layout.keys()].filter((column) => layout.indexOf(layout[column]!) === column);
    this.columns = { indexes, decimals: indexes.map((column) => definition(layout[column]!).decimals) };
  }

  hasChanged(): boolean {
    const { layout, qualities, reasons, origins } = this;
    for (let column = 0; column < layout.length; column++) {
      const { quality, reason, origin } = layout[column]!;
      if (quality !== qualities[column] || reason !== reasons[column] || origin !== origins[column]) return true;
    }
    return false;
  }

  write(frames: FrameWriter, since: number): void {
    for (const [column, { quality, reason, origin }] of this.layout.entries()) {
      this.qualities[column] = quality;
      this.reasons[column] = reason;
      this.origins[column] = origin;
    }
    const columns = this.columns.indexes.map((column) => {
      const { metric, labels, quality, reason, origin } = this.layout[column]!;
      const { unit, decimals } = definition(this.layout[column]!);
      return { series: { metric, labels, unit, decimals }, quality, reason, origin };
    });
    writeGroup(frames.begin(frameTypes.group), { number: this.id, name: this.name, hz: this.hz, since, columns });
    frames.end();
  }
}

function definition({ metric }: Series): MetricDefinition {
  return catalogue[metric];
}

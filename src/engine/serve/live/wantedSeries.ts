import { matchesAny } from '../../../protocol/glob';
import type { Block } from '../../metrics/block';
import type { Series } from '../../metrics/series';
import type { SeriesRegistry } from '../../metrics/seriesRegistry';

/** One series that is told, and the parts of its JSON that are always the same. */
export interface ToldSeries {
  readonly series: Series;
  /** `system` of `system.cpu_percent`. */
  readonly source: string;
  /** `"cpu_percent":` */
  readonly key: string;
  /** Its labels in JSON; empty where it has none. */
  readonly labels: string;
}

/** A wanted series and its column in blocks of one layout. */
export interface ToldColumn {
  readonly column: number;
  readonly told: ToldSeries;
}

/** The series that fit some patterns, in the columns of each layout. */
export class WantedSeries {
  private readonly told = new Map<number, ToldSeries>();
  private layouts = new WeakMap<Block['layout'], readonly ToldColumn[]>();
  private seenRevision = -1;

  constructor(
    private readonly patterns: readonly string[],
    private readonly registry: Pick<SeriesRegistry, 'all' | 'revision'>,
  ) {}

  /** All of them, as they are now. */
  all(): Iterable<ToldSeries> {
    this.follow();
    return this.told.values();
  }

  columnsOf(layout: Block['layout']): readonly ToldColumn[] {
    this.follow();
    let columns = this.layouts.get(layout);
    if (!columns) {
      columns = layout.flatMap((series, column) => {
        const told = this.told.get(series.id);
        return told ? [{ column, told }] : [];
      });
      this.layouts.set(layout, columns);
    }
    return columns;
  }

  private follow(): void {
    const { revision } = this.registry;
    if (revision === this.seenRevision) return;
    this.seenRevision = revision;
    const before = new Map(this.told);
    this.told.clear();
    let isSame = true;
    for (const series of this.registry.all()) {
      const known = before.get(series.id);
      if (!known && !matchesAny(this.patterns, series.metric)) continue;
      isSame &&= known !== undefined;
      this.told.set(series.id, known ?? toldOf(series));
    }
    // A series that is forgotten is in no block that is still read; only new ones change what was worked out.
    if (!isSame) this.layouts = new WeakMap();
  }
}

function toldOf(series: Series): ToldSeries {
  const dot = series.metric.indexOf('.');
  return {
    series,
    source: series.metric.slice(0, dot),
    key: `${JSON.stringify(series.metric.slice(dot + 1))}:`,
    labels: Object.keys(series.labels).length === 0 ? '' : JSON.stringify(series.labels),
  };
}

import type { Group } from '../../../metrics/group';
import type { Series } from '../../../metrics/series';
import type { Source } from '../polledPart';
import type { CounterRow, Typeperf } from './typeperf';
import type { CounterColumn } from './typeperfRow';

/** Fills a frame with some of the columns that typeperf prints. A row is shown once; a tick without a new one is empty. */
export class TypeperfSource implements Source {
  private shown: CounterRow | undefined;
  private columns: readonly number[] = [];

  /**
   * @param pick The series of a column; undefined for one that is not wanted.
   * @param relisted Told the series that there are whenever columns change.
   */
  constructor(
    private readonly typeperf: Typeperf,
    private readonly group: Group,
    private readonly pick: (column: CounterColumn) => Series | undefined,
    private readonly relisted: (series: readonly Series[]) => void = () => undefined,
  ) {}

  read(): void {
    const row = this.typeperf.latest();
    if (row && row.columns !== this.shown?.columns) this.relist(row.columns);
    const isNew = row !== undefined && row !== this.shown;
    this.columns.forEach((column, index) => {
      this.group.values[index] = isNew ? row.values[column]! : NaN;
    });
    if (row) this.shown = row;
  }

  close(): void {
    this.shown = undefined;
  }

  private relist(columns: readonly CounterColumn[]): void {
    const picked = columns.flatMap((column, index) => {
      const series = this.pick(column);
      return series ? [{ series, index }] : [];
    });
    this.columns = picked.map(({ index }) => index);
    const layout = picked.map(({ series }) => series);
    this.group.setLayout(layout);
    this.relisted(layout);
  }
}

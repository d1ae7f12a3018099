import type { SeriesState, StoredSeries } from '../../storedSeries';
import type { ExportText, SeriesHead } from './exportText';
import type { SeriesStates } from './seriesStates';

/** Points of one series from one session. */
export interface SeriesPoints {
  readonly times: Float64Array;
  /** NaN where there is no value. */
  readonly values: Float64Array;
  /** 0 for samples, else the width of the steps that the values are means of, ms. */
  readonly stepMs: number;
}

/** The text of one series: a new entry wherever how good its values are, or what they are, changes. */
export class StretchWriter {
  private openKey: string | undefined;
  /** Values written so far; rows without one do not count. */
  samples = 0;

  constructor(
    private readonly text: ExportText,
    private readonly series: StoredSeries,
  ) {}

  take({ times, values, stepMs }: SeriesPoints, states: SeriesStates | undefined): string {
    let text = '';
    for (let row = 0; row < times.length;) {
      const until = states?.until(times[row]!) ?? Infinity;
      let end = row + 1;
      while (end < times.length && times[end]! < until) end++;
      text += this.opened(states?.at(times[row]!), stepMs);
      text += this.text.points(times.subarray(row, end), values.subarray(row, end));
      row = end;
    }
    for (const value of values) if (!Number.isNaN(value)) this.samples++;
    return text;
  }

  end(): string {
    return this.openKey === undefined ? '' : this.text.closeSeries();
  }

  private opened(state: SeriesState | undefined, stepMs: number): string {
    const head = headOf(this.series, state, stepMs);
    const key = JSON.stringify(head);
    if (key === this.openKey) return '';
    const close = this.end();
    this.openKey = key;
    return close + this.text.openSeries(head);
  }
}

/** Without a word on how good its values were, a series is not claimed to be measured. */
function headOf({ metric, labels, unit }: StoredSeries, state: SeriesState | undefined, stepMs: number): SeriesHead {
  return {
    metric,
    labels,
    unit,
    quality: state?.quality ?? 'estimated',
    ...(state?.reason === undefined ? {} : { reason: state.reason }),
    ...(state?.origin === undefined ? {} : { origin: state.origin }),
    ...(stepMs === 0 ? {} : { stepMs }),
  };
}

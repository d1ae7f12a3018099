import type { EngineStatus } from '../../src/protocol/status';
import type { Unit } from '../../src/protocol/metric';
import type { Line } from '../shared/line';
import type { Reading } from '../shared/reading';
import type { Scale } from '../shared/scaleTop';
import type { LineSource } from '../shared/lineTrace';
import type { SeriesStore } from '../shared/seriesStore';

/** The figure in the corner of a card, and what it is a part of. */
export interface Headline {
  readonly reading: Reading;
  readonly detail?: string;
}

/** The stretch of time that a chart shows, ms since 1970. */
export interface ShownTime {
  readonly from: number;
  readonly to: number;
}

/** What a chart shows and how. */
export interface ChartSpec {
  readonly id: string;
  readonly title: string;
  /** One sentence about where the lines come from. */
  readonly about: string;
  readonly unit: Unit;
  readonly scale: Scale;
  readonly isFilled: boolean;
  readonly lines: (source: LineSource, shown: ShownTime) => Line[];
  readonly headline?: (store: SeriesStore, status: EngineStatus | undefined) => Headline;
}

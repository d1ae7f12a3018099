import type { PanelConfigs } from '../../src/protocol/layout/layout';
import type { FromView } from '../../src/protocol/viewLink';
import type { HoverBox } from '../shared/hoverBox';
import type { Questions } from '../shared/questions';
import type { SeriesStore } from '../shared/seriesStore';
import type { SavedState } from './state/savedState';

export type ChartConfig = PanelConfigs['performance_chart'];

export interface PerformanceViewOptions {
  readonly store: SeriesStore;
  readonly questions: Questions;
  readonly post: (message: FromView) => void;
  readonly hoverBox: HoverBox;
  readonly config: ChartConfig;
  /** For a panel among others: the chart, its legend, and a way to the view of its own. */
  readonly isCompact: boolean;
  /** Told when metrics or the length of the stretch shown have changed. */
  readonly changed: (config: ChartConfig) => void;
  /** Asks for a picture now. */
  readonly redraw: () => void;
  /** What `save` was last given, as it was found; what of it makes no sense is as in `config`. */
  readonly saved?: unknown;
  /** Told all that the user chose, to be kept over a reload. */
  readonly save?: (state: SavedState) => void;
}

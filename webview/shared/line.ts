import type { Quality } from '../../src/protocol/metric';
import type { LineColour } from './palette';
import type { Trace } from './trace';

/** One line of a chart. */
export interface Line {
  /** Tells lines apart, and names them in the saved state. */
  readonly key: string;
  readonly name: string;
  readonly colour: LineColour;
  readonly isDashed: boolean;
  readonly trace: Trace;
  readonly quality: Quality;
  readonly reason?: string;
}

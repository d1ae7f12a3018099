import type { Quality } from '../../src/protocol/metric';
import type { LineTrace } from './lineTrace';
import type { LineColour } from './palette';

/** One line of a chart. */
export interface Line {
  /** Tells lines apart, and names them in the saved state. */
  readonly key: string;
  readonly name: string;
  readonly colour: LineColour;
  readonly isDashed: boolean;
  readonly trace: LineTrace;
  readonly quality: Quality;
  readonly reason?: string;
}

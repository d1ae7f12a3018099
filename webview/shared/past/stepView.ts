/** Steps of time as pictures read them, wherever their numbers lie. */
export interface StepView {
  readonly stepMs: number;
  readonly length: number;
  /** Distance of two steps above which the time between them counts as without values, in ms. */
  readonly gapMs: number;
  /** Beginning of a step, ms since 1970. */
  timeAt(row: number): number;
  meanAt(row: number): number;
  /** NaN where only the mean is known. */
  lowAt(row: number): number;
  highAt(row: number): number;
  /** How many samples the mean is of. */
  countAt(row: number): number;
  /** The first row whose step begins at or after a time; `length` if there is none. */
  firstFrom(time: number): number;
}

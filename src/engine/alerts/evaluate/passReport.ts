/** What a pass over the instances came to. */
export interface PassReport {
  /** Instances that were looked at. */
  readonly looked: number;
  /** Instances that come first in the next pass, since the budget was used up. */
  readonly left: number;
  /** How long it took, ms. */
  readonly tookMs: number;
}

import type { Alone } from './aloneRate';
import type { JointRate } from './jointRate';

/** Less than this beside 1 is nothing to tell people of. */
const leastEffect = 0.05;
/** Fewer slices of an overlap say too little. */
const leastSlices = 3;
const standardErrors = 3;
/** The median of a sample scatters that much more than its mean. */
const medianPenalty = 1.2533;

export interface Share {
  readonly alone: Alone;
  readonly joint: JointRate;
}

/**
 * Sum over models of throughput together by throughput alone (weighted speedup, Snavely and Tullsen 2000): 2 when two
 * models do not touch each other, 1 when they only take turns, less when working together costs both.
 * @returns undefined where the overlap was too short, or where the difference from 1 may be chance.
 */
export function significantSpeedup(shares: readonly Share[]): number | undefined {
  if (shares.some(({ joint }) => joint.slices < leastSlices)) return undefined;
  let speedup = 0;
  let scatter = 0;
  let freedom = 0;
  for (const { alone, joint } of shares) {
    speedup += joint.rate / alone.rate;
    scatter += alone.scatter + joint.scatter;
    freedom += alone.slices - 1 + joint.slices - 1;
  }
  let variance = 0;
  for (const { alone, joint } of shares) {
    const share = joint.rate / alone.rate;
    variance += share * share * (medianPenalty ** 2 / alone.slices + 1 / joint.slices) * (scatter / freedom);
  }
  // Of few slices the scatter itself is badly known, and three standard errors are not enough.
  const doubt = standardErrors * (1 + 4 / freedom) * Math.sqrt(variance);
  return Math.abs(speedup - 1) > Math.max(leastEffect, doubt) ? speedup : undefined;
}

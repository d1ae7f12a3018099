import type { Origin } from '../../protocol/metric';

/** What a CPU takes at rest, as a share of its rated power, where the user does not say. */
const idleShare = 0.1;

/** Rated and idle power of a CPU as the user gave them, watts. */
export interface CpuRating {
  readonly tdpWatts: number;
  readonly idleWatts: number | null;
}

/** Power of a CPU by its load (0 to 1): from idle to rated power, evenly. NaN while the load is not known. */
export function estimatedCpuWatts(rating: CpuRating, load: number): number {
  const idle = idleOf(rating);
  return idle + (rating.tdpWatts - idle) * Math.min(1, Math.max(0, load));
}

/** Says how the estimate is made and how wrong it may be. */
export function estimateOrigin(rating: CpuRating): Origin {
  const idle = idleOf(rating);
  const rise = rating.tdpWatts - idle;
  return {
    method: 'estimate',
    scope: 'CPU package',
    source:
      `${watts(idle)} + ${watts(rise)} × CPU load, from the settings energy.cpuTdpWatts and energy.cpuIdleWatts; ` +
      'the real power is commonly between half and twice as much',
  };
}

function idleOf({ tdpWatts, idleWatts }: CpuRating): number {
  return Math.min(tdpWatts, idleWatts ?? tdpWatts * idleShare);
}

const watts = (value: number): string => `${Number(value.toFixed(1))} W`;

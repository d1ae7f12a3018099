const steps = [5, 2, 1] as const;
/** How much of the room the next larger step may fill before it is taken: below 1, so that it is not left again at once. */
const climbAt = 0.8;
const leastStep = 1e-12;

/**
 * The greatest of 1, 2 and 5 times a power of ten of which `demand` times is not more than `room`, and which is not above
 * `most`. The step of before stays as long as it fits and the next one would fill more than 80 % of the room.
 * @param most A step of the ladder itself.
 */
export function ladderStep(demand: number, room: number, most: number, before?: number): number {
  if (!(demand > 0) || !(room > 0) || !Number.isFinite(demand)) return before ?? most;
  const greatest = stepBelow(Math.min(room / demand, most));
  if (before === undefined || before > greatest) return greatest;
  return stepBelow(Math.min((room * climbAt) / demand, most)) > before ? greatest : before;
}

/** The greatest step that is not above a limit. */
function stepBelow(limit: number): number {
  if (limit <= leastStep) return leastStep;
  const power = Math.floor(Math.log10(limit));
  // A logarithm may be off by its last digit, to either side.
  for (const tens of [power + 1, power, power - 1]) {
    for (const step of steps) {
      const value = roundStep(step, tens);
      if (value <= limit * (1 + Number.EPSILON * 4)) return value;
    }
  }
  return leastStep;
}

/** Negative powers of ten are not exact, their reciprocals are. */
function roundStep(step: number, power: number): number {
  return power < 0 ? step / 10 ** -power : step * 10 ** power;
}

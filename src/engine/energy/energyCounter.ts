import type { EnergyStep } from './energyStep';

/** Longer than the slowest reader waits; what lies further apart was not watched, and may hold a reset. */
const longestStepMs = 60_000;
/** Counters move in steps of their own, so a reading may hold a little more than the time since the last one. */
const slackMs = 100;
const stillMs = 30_000;

/**
 * Tells the energy between readings of a counter that may wrap, be reset or jump. A counter that moves less often than it
 * is read gives its energy when it moves.
 */
export class EnergyCounter {
  /** Readings whose difference to the one before says nothing. */
  dropped = 0;
  private value = NaN;
  private movedAt = NaN;

  /** @param mostWatts More than this cannot be; it tells a wrap from a reset. */
  constructor(private readonly mostWatts: number) {}

  /**
   * The energy since the counter last moved; undefined when it did not move or starts anew.
   * @param at Ms of the monotonic clock.
   * @param rangeJoules Where it wraps to 0; undefined for a counter that does not.
   */
  step(at: number, joules: number, rangeJoules: number | undefined): EnergyStep | undefined {
    if (joules === this.value) return undefined;
    const ms = at - this.movedAt;
    const grown = joules - this.value;
    const taken = grown < 0 && rangeJoules !== undefined ? grown + rangeJoules : grown;
    const isFirst = Number.isNaN(this.value);
    this.value = joules;
    this.movedAt = at;
    if (isFirst) return undefined;
    if (this.isPlausible(taken, ms, rangeJoules)) return { joules: taken, ms };
    this.dropped++;
    return undefined;
  }

  /** Whether it has not moved for so long that it does not count anything. */
  isStill(at: number): boolean {
    return at - this.movedAt >= stillMs;
  }

  reset(): void {
    this.value = NaN;
    this.movedAt = NaN;
  }

  private isPlausible(joules: number, ms: number, rangeJoules = Infinity): boolean {
    // In a longer time it could have wrapped more than once.
    const mostMs = Math.min(longestStepMs, (1000 * rangeJoules) / this.mostWatts);
    return joules >= 0 && ms > 0 && ms <= mostMs && joules <= (this.mostWatts * (ms + slackMs)) / 1000;
  }
}

import type { EnergyStep } from './energyStep';

/** Energy from readings of power, taken as changing evenly between two of them. */
export class PowerIntegral {
  private at = NaN;
  private watts = NaN;

  /**
   * The energy since the reading before; undefined when there was none or it lies too far back.
   * @param at Ms of the monotonic clock.
   * @param holeMs Readings further apart say nothing about the time between them.
   */
  step(at: number, watts: number, holeMs: number): EnergyStep | undefined {
    const ms = at - this.at;
    const joules = ((this.watts + watts) / 2) * (ms / 1000);
    this.at = at;
    this.watts = watts;
    return ms <= holeMs ? { joules, ms } : undefined;
  }

  reset(): void {
    this.at = NaN;
    this.watts = NaN;
  }
}

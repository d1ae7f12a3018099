/** Counters that each named thing brings, such as bytes read and bytes written. */
export const countersEach = 2;

/**
 * Speeds of counters that belong to named things which come and go. A counter that went back, or is seen for the first
 * time, has no speed yet: NaN.
 */
export class Rates {
  private names: readonly string[] = [];
  private previous = new Float64Array(0);
  private readAt = NaN;
  /** Per second, in the order of the names, `countersEach` for each. */
  values = new Float64Array(0);

  /** The things from now on; what is known of those that stay is kept. */
  rename(names: readonly string[]): void {
    const previous = new Float64Array(names.length * countersEach).fill(NaN);
    names.forEach((name, index) => {
      const before = this.names.indexOf(name) * countersEach;
      if (before >= 0) previous.set(this.previous.subarray(before, before + countersEach), index * countersEach);
    });
    this.names = [...names];
    this.previous = previous;
    this.values = new Float64Array(previous.length).fill(NaN);
  }

  /** @param at When the counters were read, in ms of a clock that nobody sets. */
  update(counters: Float64Array, at: number): void {
    const seconds = (at - this.readAt) / 1000;
    const { previous, values } = this;
    for (let i = 0; i < values.length; i++) {
      const counter = counters[i]!;
      const grown = counter - previous[i]!;
      values[i] = grown >= 0 && seconds > 0 ? grown / seconds : NaN;
      previous[i] = counter;
    }
    this.readAt = at;
  }

  /** Forgets the readings so far: the next one has nothing to differ from. */
  reset(): void {
    this.previous.fill(NaN);
    this.readAt = NaN;
  }
}

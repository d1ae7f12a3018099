/** Energy comes every half second, and what a request took may come a reading late; over this long it is steady. */
const windowMs = 2000;
/** Over less than this a difference says more about the moment of reading than about power. */
const leastMs = 900;

/**
 * The power of one model: how fast the energy that is attributed to it grows, over about the last two seconds. Idle power
 * of the machine is not in it.
 */
export class ModelPower {
  private times: number[] = [];
  private joules: number[] = [];

  /** Takes the counter as it stands at a time, ms since 1970. One that stands still is a model that takes nothing. */
  take(at: number, joules: number): void {
    const { times } = this;
    const last = times.at(-1);
    // A clock that was set back, or a counter that began anew: what was before says nothing about now.
    if (last !== undefined && (at < last || joules < this.joules.at(-1)! || at - last > 2 * windowMs)) this.forget();
    if (last === at) return;
    this.times.push(at);
    this.joules.push(joules);
    while (this.times.length > 2 && this.times[1]! <= at - windowMs) {
      this.times.shift();
      this.joules.shift();
    }
  }

  forget(): void {
    this.times = [];
    this.joules = [];
  }

  /** Watts above idle; NaN until there were readings for about a second. */
  get watts(): number {
    const ms = (this.times.at(-1) ?? 0) - (this.times[0] ?? 0);
    if (ms < leastMs) return NaN;
    return (1000 * (this.joules.at(-1)! - this.joules[0]!)) / ms;
  }
}

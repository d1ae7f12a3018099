/**
 * How often people are told: at most so many notices in any second, evenly so for fewer than one a second. What a
 * quiet time saves is one second's worth.
 */
export class NoticeBudget {
  private readonly told: number[] = [];

  /** @param maxPerSecond More than 0. */
  constructor(private readonly maxPerSecond: () => number) {}

  /** Takes one, if there is one. @param now Milliseconds since 1970. */
  take(now: number): boolean {
    const rate = this.maxPerSecond();
    const burst = Math.max(1, Math.ceil(rate));
    const { told } = this;
    // A clock that was set back: what lies in the future says nothing any more.
    if (told.length > 0 && told[told.length - 1]! > now) told.length = 0;
    told.splice(0, told.length - burst);
    if (told.length === burst && now - told[0]! < (burst / rate) * 1000) return false;
    told.push(now);
    return true;
  }
}

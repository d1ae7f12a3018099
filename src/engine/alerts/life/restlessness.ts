const most = 10_000;
/** One that is back within this after its end comes and goes. */
const calmMs = 30_000;
const mostMs = 60_000;

/** An alert fires for at least this long, so that one that comes and goes with every frame does not fill the store. */
export const leastFiringMs = 1000;

interface Course {
  readonly leastMs: number;
  readonly endedAt: number;
}

/**
 * How long alerts that come and go fire at least: twice as long each time that one is soon back, up to a minute, so that
 * a thousand of them neither fill the store nor wear people out. Bounded: beyond 10,000 the oldest are forgotten.
 */
export class Restlessness {
  private readonly courses = new Map<string, Course>();

  /** For how long an alert that begins to fire does so at least, ms. */
  leastMs(id: string, now: number): number {
    const course = this.courses.get(id);
    return course && now - course.endedAt <= calmMs ? Math.min(mostMs, course.leastMs * 2) : leastFiringMs;
  }

  /** An alert is over. @param leastMs For how long it had to fire. */
  ended(id: string, leastMs: number, now: number): void {
    this.courses.delete(id);
    this.courses.set(id, { leastMs, endedAt: now });
    if (this.courses.size <= most) return;
    const [oldest] = this.courses.keys();
    if (oldest !== undefined) this.courses.delete(oldest);
  }

  /** Forgets those that are calm. */
  sweep(now: number): void {
    for (const [id, { endedAt }] of this.courses) if (now - endedAt > calmMs) this.courses.delete(id);
  }

  clear(): void {
    this.courses.clear();
  }
}

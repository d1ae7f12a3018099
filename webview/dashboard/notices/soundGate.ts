import type { PageTime } from '../../shared/frameLoop';

const leastGapMs = 5000;

/** Lets a sound pass only in a visible page, and at most one in 5 s. */
export class SoundGate {
  private lastAt = -Infinity;

  constructor(private readonly time: PageTime) {}

  /** Whether a sound may play now; if so, the next may not for a while. */
  pass(): boolean {
    const now = this.time.now();
    if (!this.time.isVisible() || now - this.lastAt < leastGapMs) return false;
    this.lastAt = now;
    return true;
  }
}

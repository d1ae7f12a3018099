/** Whether now is a good time for a program that backs up this machine or the data folder. */
export interface BackupSignal {
  readonly ready: boolean;
  /** What stands against it, for people; it names no file and nobody. */
  readonly reason?: string;
}

/** What a backup has to do with, as it is at one moment. */
export interface Situation {
  readonly isPaused: boolean;
  /** Why the files of the store are not at rest; undefined when they are. */
  readonly store: string | undefined;
  /** Of all cores, 0 to 100; undefined while it is not measured. */
  readonly cpuPercent: number | undefined;
}

/** Below it the load is low, %. */
export const lowLoad = 50;
/** From it on the load is high again, %; in between stays what was. */
export const highLoad = 75;
/** How long nothing may stand against a backup before it is a good time for one, ms. */
export const quietMs = 10_000;
/** What was not looked at for longer is not known to have been quiet, ms. */
const gapMs = 5000;

/**
 * Tells when a backup costs nobody anything: what stands against it counts at once, and it has to be gone for 10 s before
 * that is over, so that whoever follows the answer is not sent to and fro.
 */
export class BackupReadiness {
  private isReady = false;
  private quietSince: number | undefined;
  private lookedAt = -Infinity;

  /** Takes in how things are. @param at Monotonic ms. */
  step(at: number, situation: Situation): BackupSignal {
    const hasGap = at - this.lookedAt > gapMs;
    this.lookedAt = at;
    const obstacle = obstacleIn(situation, this.isReady ? highLoad : lowLoad);
    if (obstacle !== undefined || hasGap) {
      this.isReady = false;
      this.quietSince = undefined;
    }
    if (obstacle !== undefined) return { ready: false, reason: obstacle };
    this.quietSince ??= at;
    const quietForMs = at - this.quietSince;
    this.isReady ||= quietForMs >= quietMs;
    if (this.isReady) return { ready: true };
    const restSeconds = Math.ceil((quietMs - quietForMs) / 1000);
    return {
      ready: false,
      reason: `The machine and the store became quiet a moment ago. Ask again in ${restSeconds} s.`,
    };
  }
}

/** @param limit The load from which on it stands against a backup, %. */
function obstacleIn({ isPaused, store, cpuPercent }: Situation, limit: number): string | undefined {
  if (store !== undefined) return store;
  if (isPaused) return 'The monitor is paused, so the load of this machine is not known. Resume it to be told.';
  if (cpuPercent === undefined)
    return 'The load of this machine is not known, since its processor is not measured at the moment.';
  if (cpuPercent < limit) return undefined;
  return `The processor is busy at ${Math.round(cpuPercent)} %. Wait until it is below ${lowLoad} % for ${quietMs / 1000} s.`;
}

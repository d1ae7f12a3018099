const retryMs = 5000;
/** The editor gives what opens an encrypted store a moment after it said that the store is to be encrypted. */
const keyPatienceMs = 3000;

/** When a recording is tried to be begun once more, after it could not be. Times are monotonic ms. */
export class Attempts {
  private nextAt = -Infinity;
  private missesKeySince: number | undefined;

  /** Whether it is time for one; never while one is under way. */
  isDue(now: number): boolean {
    return now >= this.nextAt;
  }

  begun(): void {
    this.nextAt = Infinity;
  }

  /**
   * One failed.
   * @param isMissingKey Whether that is because nobody gave what opens the store.
   * @returns Whether people are to be told; not while a key is likely to come.
   */
  failed(now: number, isMissingKey: boolean): boolean {
    this.missesKeySince = isMissingKey ? (this.missesKeySince ?? now) : undefined;
    const isPatient = this.missesKeySince !== undefined && now - this.missesKeySince < keyPatienceMs;
    this.nextAt = isPatient ? now : now + retryMs;
    return !isPatient;
  }
}

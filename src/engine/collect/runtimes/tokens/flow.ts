/**
 * Tokens as they are made, joined from two views of the same thing: slots, which show tasks under way but forget them
 * at their end, and a counter, which knows a task only once it ended. At any moment counter plus tasks under way is
 * what was made; between the two readings `made` follows the slots alone, and never runs ahead of the truth.
 */
export class Flow {
  /** Tokens made since an arbitrary start; never falls. */
  made = 0;
  /** What to add to the counter to be on the scale of `made`; undefined while the two were not yet seen together. */
  private offset: number | undefined;

  /** Whether tasks that appear are new, and not merely new to the monitor. */
  get isSettled(): boolean {
    return this.offset !== undefined;
  }

  /** Tokens that slots showed to be new. */
  add(tokens: number): void {
    this.made += tokens;
  }

  /** The counter alone, while tasks are under way that were not looked at: a lower bound. */
  raise(counted: number): void {
    if (this.offset !== undefined) this.made = Math.max(this.made, counted + this.offset);
  }

  /**
   * The counter, and right after it the slots.
   * @param underWay Tokens of tasks in progress, which the counter does not hold.
   * @param justEnded Tokens of tasks that ended since the last look at the slots, which the counter may not hold yet.
   */
  settle(counted: number, underWay: number, justEnded: number): void {
    const sum = counted + underWay;
    this.offset ??= this.made - sum;
    const ahead = this.made - (sum + this.offset);
    if (ahead <= 0) this.made -= ahead;
    // Tokens that were seen and that the counter will never hold (its program restarted) must not eat up later ones.
    else if (ahead > justEnded) this.offset += ahead - justEnded;
  }

  /** There is no counter to be joined with. */
  settleAlone(): void {
    this.offset ??= 0;
  }

  /** The two views no longer fit together; they are joined anew at the next settling. */
  unsettle(): void {
    this.offset = undefined;
  }
}

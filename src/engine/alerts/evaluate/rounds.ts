import type { BoundInstance } from '../bind/boundInstance';

/** All instances in turn, for ever: whoever was not reached this time comes first the next. */
export class Rounds {
  private members: BoundInstance[] = [];
  private at = 0;
  private hasGone = false;

  get size(): number {
    this.tidy();
    return this.members.length;
  }

  add(bound: BoundInstance): void {
    this.members.push(bound);
  }

  /** Says that some of the members are gone. */
  lost(): void {
    this.hasGone = true;
  }

  /** Who comes next, for as long as it was not `done`. */
  next(): BoundInstance | undefined {
    this.tidy();
    return this.members[this.at];
  }

  done(): void {
    this.at = this.at + 1 >= this.members.length ? 0 : this.at + 1;
  }

  private tidy(): void {
    if (!this.hasGone) return;
    this.hasGone = false;
    const before = this.members;
    const at = this.at;
    this.members = before.filter((bound, index) => {
      if (bound.isGone && index < at) this.at--;
      return !bound.isGone;
    });
    if (this.at >= this.members.length) this.at = 0;
  }
}

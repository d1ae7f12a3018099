import type { MemberState } from './leading';

/** Where a member stands. A change is told once. */
export class MemberStates {
  private state: MemberState = { kind: 'seeking' };

  constructor(private readonly changed: (state: MemberState) => void) {}

  get isFollowing(): boolean {
    return this.state.kind === 'following';
  }

  change(state: MemberState): void {
    if (state.kind === 'seeking' && this.state.kind === 'seeking') return;
    this.state = state;
    this.changed(state);
  }

  /** @param reason Why it can neither lead nor follow, for people. @returns whether that is news. */
  wait(reason: string): boolean {
    const isNew = this.state.kind !== 'waiting' || this.state.reason !== reason;
    if (isNew) this.change({ kind: 'waiting', reason });
    return isNew;
  }
}

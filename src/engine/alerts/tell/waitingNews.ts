import { severityRank } from '../../../protocol/rules/rule';
import type { AlertChange } from '../change';

const mostKept = 1000;

/** News that is not told yet. Beyond 1,000 it is only counted. */
export class WaitingNews {
  private kept: AlertChange[] = [];
  /** Alerts of it that still want to be seen. */
  private readonly open = new Set<string>();
  private all = 0;

  get count(): number {
    return this.all;
  }

  /** All of its alerts were resolved, acknowledged or silenced meanwhile. */
  get isOver(): boolean {
    return this.open.size === 0;
  }

  add(change: AlertChange): void {
    this.all++;
    if (this.kept.length >= mostKept) return;
    this.kept.push(change);
    this.open.add(change.alert.id);
  }

  /** An alert was resolved, acknowledged or silenced. */
  seen(alert: string): void {
    this.open.delete(alert);
  }

  /** Takes all that waits there over. */
  addAll(other: WaitingNews): void {
    const { changes, count } = other.take();
    for (const change of changes) this.add(change);
    this.all += count - changes.length;
  }

  /** The most severe first, then in the order in which it came; empties it. */
  take(): { readonly changes: readonly AlertChange[]; readonly count: number } {
    const taken = { changes: mostSevereFirst(this.kept), count: this.all };
    this.kept = [];
    this.open.clear();
    this.all = 0;
    return taken;
  }
}

function mostSevereFirst(changes: readonly AlertChange[]): readonly AlertChange[] {
  return [...changes].sort((a, b) => severityRank(b.alert.severity) - severityRank(a.alert.severity));
}

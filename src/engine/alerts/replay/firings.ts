import type { RuleFiring, RuleTest } from '../../../protocol/alerts';
import type { Rule } from '../../../protocol/rules/rule';
import type { AlertChange } from '../change';

const mostListed = 1000;

/** Writes down when a rule's alerts fired. */
export class Firings {
  private readonly open = new Map<string, RuleFiring>();
  private readonly listed: RuleFiring[] = [];
  private count = 0;
  private firingMs = 0;

  /** @param from What was over before it does not count, ms since 1970. */
  constructor(
    private readonly rule: Rule,
    private readonly from: number,
  ) {}

  changed({ type, alert, at }: AlertChange): void {
    const before = this.open.get(alert.id);
    if (type === 'alert.resolved') {
      if (before) this.close(alert.id, before, at);
      return;
    }
    if (type !== 'alert.firing') return;
    const { labels, severity, message } = alert;
    if (before) this.open.set(alert.id, { ...before, severity });
    else this.open.set(alert.id, { labels, severity, from: at, message });
  }

  /** @param reason Why the rule could not be tried, where it could not. */
  result(to: number, recordedMs: number, reason: string | undefined): RuleTest {
    for (const [id, firing] of this.open) this.close(id, firing, undefined, to);
    const { id: rule, name } = this.rule;
    return {
      rule,
      name,
      firings: this.listed.sort((a, b) => a.from - b.from).slice(0, mostListed),
      count: this.count,
      // Alerts of several sets of labels may fire at the same time.
      share: recordedMs > 0 ? Math.min(1, this.firingMs / recordedMs) : 0,
      ...(reason === undefined ? {} : { reason }),
    };
  }

  private close(id: string, firing: RuleFiring, to: number | undefined, end = to ?? firing.from): void {
    this.open.delete(id);
    if (end < this.from) return;
    const from = Math.max(firing.from, this.from);
    this.count++;
    this.firingMs += end - from;
    if (this.listed.length < mostListed) this.listed.push({ ...firing, from, ...(to === undefined ? {} : { to }) });
  }
}

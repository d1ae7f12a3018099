import type { AlertInfo } from '../../../../src/protocol/alerts';
import type { Rule, Severity } from '../../../../src/protocol/rules/rule';
import type { AlertChange } from '../../../../src/engine/alerts/change';
import type { Finding, Instance } from '../../../../src/engine/alerts/finding';
import { AlertBook } from '../../../../src/engine/alerts/life/alertBook';

export const start = 1_700_000_000_000;
export const cooldownMs = 30_000;

export function aRule(over: Partial<Rule> = {}): Rule {
  return {
    id: 'cpu_high',
    name: 'High CPU Usage',
    enabled: true,
    severity: 'warning',
    category: '',
    condition: {
      kind: 'compare',
      measure: { selector: { metric: 'system.cpu_percent', labels: {} }, aggregation: 'avg', windowMs: 300_000 },
      operator: '>',
      bounds: { one: { kind: 'number', value: 80 } },
    },
    forMs: 0,
    keepFiringMs: 0,
    cooldownMs,
    escalate: [],
    labels: {},
    inhibits: [],
    actions: [],
    ...over,
  };
}

export function anInstance(rule: Partial<Rule> = {}, labels: Instance['labels'] = {}): Instance {
  const whole = aRule(rule);
  return { rule: whole, labels, id: `${whole.id}${JSON.stringify(labels)}`, held: undefined };
}

/** What of a step a test looks at. */
export type Step = readonly [seconds: number, type: string, severity: Severity, isNews: boolean];

/** A book on a clock that counts seconds from `start`. */
export class BookRig {
  readonly changes: AlertChange[] = [];
  readonly book = new AlertBook({
    cooldownMs: () => cooldownMs,
    describe: ({ rule }, finding, { severity }) => ({
      message: `${rule.name} ${finding?.value ?? '-'} ${severity}`,
      advice: [],
    }),
    changed: (change) => this.changes.push(change),
  });

  /** Looks at an instance at a second, and lets the time pass for all others. */
  see(seconds: number, instance: Instance, level: Severity | undefined, isUnknown = false, value = 90): void {
    const finding: Finding = { level, isUnknown, value, threshold: 80, unit: 'percent', series: [] };
    this.book.observe(instance, finding, start + seconds * 1000);
  }

  tick(seconds: number): void {
    this.book.tick(start + seconds * 1000);
  }

  /** Looks at an instance and ticks, each second from one to the other, both included. */
  hold(from: number, to: number, instance: Instance, level: Severity | undefined): void {
    for (let second = from; second <= to; second++) {
      this.see(second, instance, level);
      this.tick(second);
    }
  }

  acknowledge(seconds: number, instance: Instance): void {
    this.book.command({ kind: 'acknowledge', alert: instance.id }, start + seconds * 1000);
  }

  silence(seconds: number, instance: Instance, until: number | 'resolved'): void {
    const end = until === 'resolved' ? until : start + until * 1000;
    this.book.command({ kind: 'silence', alert: instance.id, until: end }, start + seconds * 1000);
  }

  unsilence(seconds: number, instance: Instance): void {
    this.book.command({ kind: 'unsilence', alert: instance.id }, start + seconds * 1000);
  }

  get steps(): Step[] {
    return this.changes.map(({ type, alert, isNews, at }) => [
      (at - start) / 1000,
      type.replace('alert.', ''),
      alert.severity,
      isNews,
    ]);
  }

  /** The steps of one instance only. */
  stepsOf(instance: Instance): Step[] {
    return this.steps.filter((_, index) => this.changes[index]?.alert.id === instance.id);
  }

  get active(): readonly AlertInfo[] {
    return this.book.info().active;
  }

  activeOf(instance: Instance): AlertInfo | undefined {
    return this.active.find(({ id }) => id === instance.id);
  }
}

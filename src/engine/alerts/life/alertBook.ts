import type { AlertCommand, AlertInfo, AlertsInfo } from '../../../protocol/alerts';
import { severityRank, type Rule } from '../../../protocol/rules/rule';
import type { CarriedState } from '../../store/events/carriedState';
import type { Finding, Instance } from '../finding';
import { ActiveAlerts } from './activeAlerts';
import type { AlertBookOptions } from './alertBookOptions';
import { carryOut } from './carryOut';
import { observed, passed, type Phase, type Times } from './phase';
import { restoredAlert } from './restored';

const mostActive = 1000;
const mostTurnedAway = 10_000;
/** How often message and figures of an active alert follow what is measured. */
const describeMs = 5000;
/** A clock that went back by more than this was set. */
const setBackMs = 1000;

const noData = 'Its data ended, so that nobody can tell whether its condition still holds.';
const notSeenAgain = 'What it watches was not measured again after the monitor had started anew.';

/** Of a rule that was not looked at since a restart. */
const unknownTimes: Times = { forMs: 0, keepFiringMs: 0, escalate: [] };

/**
 * The life of every alert: what was found goes in, the steps that follow from it come out. At equal times their order
 * is that in which the alerts began. Knows no clock: time is what it is told.
 */
export class AlertBook {
  private readonly active: ActiveAlerts;
  private readonly turnedAway = new Set<string>();
  private newest = -Infinity;
  private current: Pick<AlertsInfo, 'active' | 'recent' | 'silences'> | undefined;
  private changes = 0;

  constructor(options: AlertBookOptions) {
    this.active = new ActiveAlerts(options, () => {
      this.changes++;
      this.current = undefined;
    });
  }

  /** Grows whenever `info` changes. */
  get revision(): number {
    return this.changes;
  }

  /** Alerts that should be active and are not, because 1,000 are; counted up to 10,000. */
  get turnedAwayCount(): number {
    return this.turnedAway.size;
  }

  /** Takes in what looking at an instance brought; `finding` is copied where it is kept. */
  observe(instance: Instance, finding: Finding, now: number): void {
    const { active, turnedAway } = this;
    const alert = active.byId.get(instance.id);
    if (!alert) {
      if (turnedAway.size > 0) turnedAway.delete(instance.id);
      if (finding.level !== undefined) this.begin(instance, finding, now);
      return;
    }
    this.keepTime(now);
    if (alert.instance !== instance) {
      active.bind(alert, instance);
      // It was looked at as if it did not fire, and so with the thresholds for beginning.
      if (instance.held !== undefined) return;
    }
    const next = observed(alert.phase, finding, instance.rule, now);
    if (next === undefined) active.resolve(alert, finding.isUnknown ? noData : undefined, now);
    else if (next !== alert.phase) active.move(alert, next, finding, now);
    else if (finding.level !== undefined && now - alert.describedAt >= describeMs) active.describe(alert, finding, now);
  }

  /** The instance is no more: its rule was changed or removed, or its series went. @param reason One sentence for people. */
  gone(instance: Instance, reason: string, now: number): void {
    this.turnedAway.delete(instance.id);
    const alert = this.active.byId.get(instance.id);
    if (alert) this.active.resolve(alert, reason, now);
  }

  /** Nothing is looked at any more. @param reason One sentence for people. */
  endAll(reason: string, now: number): void {
    this.turnedAway.clear();
    for (const alert of this.active.byId.values()) this.active.resolve(alert, reason, now);
  }

  /** What follows from time alone: ends, escalation, and news that had to wait. Meant to be called about once a second. */
  tick(now: number): void {
    this.keepTime(now);
    const { active } = this;
    for (const id of active.silences.lapse(now)) active.heard(id, false, now);
    for (const alert of active.byId.values())
      if (passed(alert.phase, alert.instance?.rule ?? unknownTimes, now) === undefined)
        active.resolve(alert, reasonOfEnd(alert.phase), now);
    active.inhibit();
    for (const alert of active.byId.values()) active.raise(alert, now);
    active.sweep(now);
  }

  /** @throws AlertRefusal saying why it cannot be done, and what can. */
  command(command: AlertCommand, now: number): void {
    this.keepTime(now);
    carryOut(command, this.active, now);
  }

  /**
   * Goes on with what was active before a restart or a change of leader; none of it is news again.
   * @param gapMs For how long nobody looked, ms; Infinity where that is not known.
   */
  restore(alerts: CarriedState['alerts'], silences: CarriedState['silences'], now: number, gapMs = Infinity): void {
    this.keepTime(now);
    const { active } = this;
    for (const [alert, { rule, labels, until }] of Object.entries(silences ?? {}))
      if (until === null || until > now) active.silences.restore({ alert, rule, labels, until: until ?? 'resolved' });
    for (const [id, stored] of Object.entries(alerts))
      if (!active.byId.has(id) && active.byId.size < mostActive) active.takeUp(restoredAlert(id, stored, now, gapMs));
    this.touch();
  }

  /** Takes in alerts that were resolved before this engine began. */
  addRecent(alerts: readonly AlertInfo[]): void {
    this.active.addEarlier(alerts);
    this.touch();
  }

  /** The same object until something changes. */
  info(): Pick<AlertsInfo, 'active' | 'recent' | 'silences'> {
    const { active } = this;
    return (this.current ??= {
      active: Array.from(active.byId.values(), (alert) => active.infoOf(alert)).sort(byWeight),
      recent: active.recent.list,
      silences: active.silences.list(),
    });
  }

  /** When an alert of the rule began to fire last, ms since 1970. */
  lastFiredAt(rule: string): number | undefined {
    return this.active.recent.lastFiredAt(rule);
  }

  /** Whether an alert with the id is pending or firing. */
  isActive(id: string): boolean {
    return this.active.byId.has(id);
  }

  /** Whether an alert of such a rule is pending or firing. */
  hasActive(isMeant: (rule: Rule) => boolean): boolean {
    for (const { instance } of this.active.byId.values()) if (instance && isMeant(instance.rule)) return true;
    return false;
  }

  private begin(instance: Instance, finding: Finding, now: number): void {
    if (this.active.byId.size >= mostActive) {
      if (this.turnedAway.size < mostTurnedAway) this.turnedAway.add(instance.id);
      return;
    }
    this.keepTime(now);
    const phase = observed(undefined, finding, instance.rule, now);
    if (phase) this.active.begin(instance, phase, finding, now);
  }

  private keepTime(now: number): void {
    if (now < this.newest - setBackMs) {
      this.active.rewind(now);
      this.newest = now;
    } else if (now > this.newest) {
      this.newest = now;
    }
  }

  private touch(): void {
    this.changes++;
    this.current = undefined;
  }
}

function reasonOfEnd(phase: Phase): string | undefined {
  if (phase.restoredAt !== undefined) return notSeenAgain;
  return phase.kind === 'firing' && phase.ending?.isUnknown === true ? noData : undefined;
}

/** Firing before pending, then the most severe, then the newest. */
function byWeight(a: AlertInfo, b: AlertInfo): number {
  const pending = Number(a.state === 'pending') - Number(b.state === 'pending');
  if (pending !== 0) return pending;
  return severityRank(b.severity) - severityRank(a.severity) || b.since - a.since;
}

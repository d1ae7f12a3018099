import type { AlertInfo } from '../../../protocol/alerts';
import type { AlertEventType } from '../change';
import type { Finding, Instance } from '../finding';
import { infoOf, newAlert, type Alert } from './alert';
import type { AlertBookOptions } from './alertBookOptions';
import { Incidents, type Member } from './incidents';
import { inhibitorOf } from './inhibition';
import { escalated, heldIn, isHigher, rewound, severityOf, unseenFrom, type Firing, type Phase } from './phase';
import { QuietTimes } from './quietTimes';
import { RecentAlerts } from './recentAlerts';
import { Restlessness } from './restlessness';
import { Silences } from './silences';

/** Firing alerts that may keep others quiet at a time; bounds the work of finding out which. */
const mostInhibitors = 64;
/** One whose condition comes and goes has one event of that in this time. */
const pendingEventMs = 60_000;

/** The alerts that are pending or firing, and what each of their steps means for the others and for people. */
export class ActiveAlerts {
  /** By id, in the order in which they began. */
  readonly byId = new Map<string, Alert>();
  readonly silences = new Silences();
  readonly recent = new RecentAlerts();
  private readonly incidents = new Incidents();
  private readonly cooldowns = new QuietTimes();
  private readonly pendingEvents = new QuietTimes();
  private readonly restlessness = new Restlessness();
  /** Who keeps whom quiet has to be looked at anew. */
  private isStale = false;

  /** @param touched Called when anything that is shown of them may have changed. */
  constructor(
    private readonly options: AlertBookOptions,
    private readonly touched: () => void,
  ) {}

  begin(instance: Instance, phase: Phase, finding: Finding, now: number): void {
    const alert = newAlert(instance, phase);
    this.byId.set(alert.id, alert);
    this.describe(alert, finding, now);
    if (phase.kind === 'firing') {
      this.fire(alert, phase, now);
    } else if (this.pendingEvents.isOver(alert.id, now, pendingEventMs)) {
      this.pendingEvents.start(alert.id, now);
      this.emit(alert, 'alert.pending', now);
    }
  }

  /** Takes in one from before a restart; it is not news. */
  takeUp(alert: Alert): void {
    const { id, phase, incident, rule } = alert;
    this.byId.set(id, alert);
    if (phase.kind !== 'firing') return;
    this.incidents.add(incident, phase.firedAt);
    this.cooldowns.start(id, phase.firedAt);
    this.recent.noteFiring(rule, phase.firedAt);
  }

  /** Takes in alerts that were resolved before this engine began: what people were told of them counts still. */
  addEarlier(alerts: readonly AlertInfo[]): void {
    this.recent.addOlder(alerts);
    for (const { id, firedAt } of alerts) if (firedAt !== undefined) this.cooldowns.start(id, firedAt);
  }

  /** An alert goes on under another object of the same instance. */
  bind(alert: Alert, instance: Instance): void {
    alert.instance = instance;
    instance.held = heldIn(alert.phase);
    this.isStale = true;
  }

  /** Goes from one phase to the next of an alert that stays active. */
  move(alert: Alert, next: Phase, finding: Finding | undefined, now: number): void {
    const before = alert.phase;
    const was = severityOf(before);
    const is = severityOf(next);
    const fires = next.kind === 'firing' && before.kind === 'pending';
    alert.phase = next;
    if (alert.instance) alert.instance.held = heldIn(next);
    if (finding?.level !== undefined && (fires || is !== was)) this.describe(alert, finding, now);
    this.touched();
    if (fires) this.fire(alert, next, now);
    else if (next.kind === 'firing' && is !== was) this.reweigh(alert, isHigher(is, was), now);
  }

  /** @param reason Why, where not because its condition holds no more. */
  resolve(alert: Alert, reason: string | undefined, now: number): void {
    const { id, phase, instance } = alert;
    const why = reason === undefined ? {} : { reason };
    this.silences.resolved(id);
    const info: AlertInfo = { ...this.infoOf(alert), state: 'resolved', resolvedAt: now, ...why };
    this.byId.delete(id);
    if (instance) instance.held = undefined;
    if (phase.kind === 'firing') {
      this.isStale = true;
      this.incidents.left(alert.incident, now);
      this.restlessness.ended(id, phase.leastMs, now);
      this.recent.add(info);
    }
    this.touched();
    if (alert.isRecorded)
      this.options.changed({ type: 'alert.resolved', alert: info, instance, isNews: false, at: now });
  }

  /** Finds out anew who keeps whom quiet, where that may have changed. */
  inhibit(): void {
    if (!this.isStale) return;
    this.isStale = false;
    const sources = this.inhibitors();
    for (const alert of this.firing()) {
      const inhibitor = inhibitorOf(alert, sources);
      if (inhibitor === alert.inhibitedBy) continue;
      alert.inhibitedBy = inhibitor;
      this.touched();
    }
  }

  /** Raises an alert that nobody saw, and tells of one once nothing keeps it quiet any more. */
  raise(alert: Alert, now: number): void {
    const { id, phase, instance } = alert;
    if (phase.kind !== 'firing' || this.silences.get(id)) return;
    const next = instance ? escalated(phase, instance.rule, now) : phase;
    if (next !== phase) this.move(alert, next, undefined, now);
    else if (this.isNews(alert, now)) this.emit(alert, 'alert.firing', now);
  }

  /** A silence ended. @param isSeen Somebody ended it, and so looked at the alert. */
  heard(id: string, isSeen: boolean, now: number): void {
    this.touched();
    const alert = this.byId.get(id);
    if (alert?.phase.kind !== 'firing') return;
    alert.phase = unseenFrom(alert.phase, now);
    alert.told = isSeen || alert.phase.attention.kind === 'acknowledged' ? severityOf(alert.phase) : undefined;
  }

  /** Hands a step on. It is news if people do not know, and nothing keeps the alert quiet. */
  emit(alert: Alert, type: AlertEventType, now: number): void {
    const isNews = this.isNews(alert, now);
    if (isNews) {
      alert.told = severityOf(alert.phase);
      this.cooldowns.start(alert.id, now);
    }
    this.hand(type, this.infoOf(alert), alert, isNews, now);
  }

  /** Hands on what is no news of an alert. @param alert undefined: it is not active. */
  tell(type: AlertEventType, info: AlertInfo, alert: Alert | undefined, now: number): void {
    this.hand(type, info, alert, false, now);
  }

  describe(alert: Alert, finding: Finding, now: number): void {
    const { instance, phase } = alert;
    if (!instance) return;
    const { since } = phase;
    const { message, advice } = this.options.describe(instance, finding, {
      severity: severityOf(phase),
      since,
      at: now,
    });
    alert.message = message;
    alert.advice = advice;
    alert.value = finding.value;
    alert.threshold = finding.threshold;
    alert.unit = finding.unit;
    alert.describedAt = now;
    this.touched();
  }

  infoOf(alert: Alert): AlertInfo {
    return infoOf(alert, this.silences.get(alert.id)?.until);
  }

  /** Forgets what is over. */
  sweep(now: number): void {
    this.cooldowns.sweep(now);
    this.pendingEvents.sweep(now);
    this.restlessness.sweep(now);
  }

  /** The clock was set back: nothing that is known may lie in the future. */
  rewind(now: number): void {
    for (const alert of this.byId.values()) {
      alert.phase = rewound(alert.phase, now);
      alert.describedAt = Math.min(alert.describedAt, now);
    }
    this.incidents.rewind(now);
    this.cooldowns.clear();
    this.pendingEvents.clear();
    this.restlessness.clear();
  }

  private hand(type: AlertEventType, info: AlertInfo, alert: Alert | undefined, isNews: boolean, now: number): void {
    if (alert) alert.isRecorded = true;
    this.touched();
    this.options.changed({ type, alert: info, instance: alert?.instance, isNews, at: now });
  }

  private fire(alert: Alert, phase: Firing, now: number): void {
    alert.phase = { ...phase, leastMs: this.restlessness.leastMs(alert.id, now) };
    if (alert.instance) alert.instance.held = phase.level;
    alert.incident = this.incidents.join(alert, this.others(alert), now);
    this.recent.noteFiring(alert.rule, now);
    this.isStale = true;
    alert.inhibitedBy = inhibitorOf(alert, this.inhibitors());
    this.emit(alert, 'alert.firing', now);
  }

  private reweigh(alert: Alert, isWorse: boolean, now: number): void {
    this.incidents.changed(alert.incident, now);
    const severity = severityOf(alert.phase);
    if (!isWorse && alert.told !== undefined && isHigher(alert.told, severity)) alert.told = severity;
    this.emit(alert, isWorse ? 'alert.escalated' : 'alert.firing', now);
  }

  private isNews({ id, phase, told, inhibitedBy, instance }: Alert, now: number): boolean {
    if (phase.kind !== 'firing' || phase.ending !== undefined || phase.attention.kind !== 'unseen') return false;
    if (told !== undefined && !isHigher(severityOf(phase), told)) return false;
    if (inhibitedBy !== undefined || this.silences.get(id) !== undefined) return false;
    return this.cooldowns.isOver(id, now, instance?.rule.cooldownMs ?? this.options.cooldownMs());
  }

  private *firing(): Iterable<Alert & { phase: Firing }> {
    for (const alert of this.byId.values()) if (isFiring(alert)) yield alert;
  }

  private *others(alert: Alert): Iterable<Member> {
    for (const other of this.firing()) if (other !== alert) yield other;
  }

  private inhibitors(): readonly Alert[] {
    const sources: Alert[] = [];
    for (const alert of this.firing()) {
      if ((alert.instance?.rule.inhibits.length ?? 0) === 0) continue;
      if (sources.push(alert) === mostInhibitors) break;
    }
    return sources;
  }
}

function isFiring(alert: Alert): alert is Alert & { phase: Firing } {
  return alert.phase.kind === 'firing';
}

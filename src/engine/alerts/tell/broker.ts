import type { Notice } from '../../../protocol/alerts';
import type { Severity } from '../../../protocol/rules/rule';
import type { AlertChange } from '../change';
import { isHigher } from '../life/phase';
import { NoticeBudget } from './noticeBudget';
import { moreAlerts, namesOf, noticeOf, toastOf } from './noticeOf';
import { WaitingNews } from './waitingNews';

export interface AlertBrokerOptions {
  /** Most notices a second; more than 0. */
  readonly maxPerSecond: () => number;
  /** Whether notices may have a sound. */
  readonly hasSound: () => boolean;
  readonly notice: (notice: Notice) => void;
}

/** What people were told of an incident. */
interface Told {
  /** Milliseconds since 1970. */
  at: number;
  severity: Severity;
  /** Of the alert that was told. */
  readonly name: string;
  /** Alerts that came after it, none more severe. */
  readonly waiting: WaitingNews;
}

/** For so long, one notice speaks for all of an incident. */
const incidentMs = 60_000;

/**
 * Decides what people are told of all that is news. The first alert of an incident is told at once; what joins it is
 * told with the next notice of the incident, or once a minute has passed and somebody is still to see it. What goes
 * beyond the allowed rate is summed up as soon as the rate allows. Time is what it is told.
 */
export class AlertBroker {
  private readonly incidents = new Map<string, Told>();
  /** What goes beyond the rate. */
  private readonly beyond = new WaitingNews();
  private readonly budget: NoticeBudget;
  private lastId = 0;

  constructor(private readonly options: AlertBrokerOptions) {
    this.budget = new NoticeBudget(options.maxPerSecond);
  }

  changed(change: AlertChange): void {
    const { alert, at, isNews } = change;
    const told = this.incidents.get(alert.incident);
    if (!isNews) {
      if (alert.state !== 'firing' && alert.state !== 'pending') told?.waiting.seen(alert.id);
      return;
    }
    if (toastOf(change) === undefined) return;
    if (told && speaksStill(told, at) && !isHigher(alert.severity, told.severity)) told.waiting.add(change);
    else this.tell(change, told, at);
  }

  /** Sums up what waited. Meant to be called about once a second. */
  tick(now: number): void {
    this.sumUp(now);
    for (const [incident, told] of this.incidents) {
      if (speaksStill(told, now)) continue;
      if (told.waiting.isOver) this.incidents.delete(incident);
      else this.tellRest(incident, told, now);
    }
  }

  /** Tells of an alert, and of those that wait in its incident. */
  private tell(change: AlertChange, told: Told | undefined, at: number): void {
    const { alert } = change;
    const { incident, severity, name } = alert;
    const waiting = told?.waiting ?? new WaitingNews();
    this.incidents.set(incident, { at, severity, name, waiting });
    if (this.mustWait(at)) {
      this.beyond.add(change);
      this.beyond.addAll(waiting);
      this.sumUp(at);
      return;
    }
    const { changes, count } = waiting.take();
    const more = count === 0 ? '' : ` (and ${moreAlerts(count)}: ${namesOf(changes, count)})`;
    this.send(alert.message + more, [change, ...changes], incident);
  }

  /** Tells of what joined an incident after its notice, if somebody has yet to see it. */
  private tellRest(incident: string, told: Told, now: number): void {
    told.at = now;
    if (this.mustWait(now)) {
      this.beyond.addAll(told.waiting);
      return;
    }
    const { changes, count } = told.waiting.take();
    const words = count === 1 ? changes[0]!.alert.message : namesOf(changes, count);
    this.send(`${moreAlerts(count)} with “${told.name}”: ${words}`, changes, incident);
  }

  /** One notice for all that went beyond the rate, once the rate allows it. */
  private sumUp(now: number): void {
    if (this.beyond.count === 0 || !this.budget.take(now)) return;
    const { changes, count } = this.beyond.take();
    const [first] = changes;
    if (count === 1 && first) {
      this.send(first.alert.message, changes, first.alert.incident);
      return;
    }
    const message = `${moreAlerts(count)}: ${namesOf(changes, count)}`;
    const { hasSound, notice } = this.options;
    notice(noticeOf(++this.lastId, message, changes, [], '', hasSound()));
  }

  /** What waits beyond the rate is told before anything else, together with what comes now. */
  private mustWait(now: number): boolean {
    return this.beyond.count > 0 || !this.budget.take(now);
  }

  private send(message: string, changes: readonly AlertChange[], incident: string): void {
    const ids = changes.map(({ alert }) => alert.id);
    this.options.notice(noticeOf(++this.lastId, message, changes, ids, incident, this.options.hasSound()));
  }
}

function speaksStill(told: Told, now: number): boolean {
  // A clock that was set back must not keep an incident quiet until it has caught up.
  return Math.abs(now - told.at) < incidentMs;
}

import { severities } from '../../../../protocol/rules/rule';
import type { AlertMark, MarksRequest } from '../../../../protocol/marks';
import type { ActiveAlert } from '../../events/carriedState';
import { knownEvent } from '../../events/knownEvent';
import type { StoreEvent } from '../../events/storeEvent';

interface Firing {
  /** What its newest event says. */
  mark: Omit<AlertMark, 'to'>;
  /** ms since 1970 */
  resolvedAt: number | undefined;
  lastAt: number;
  /** Of its newest event. */
  session: string;
}

type Told = Pick<ActiveAlert, 'rule' | 'name' | 'severity' | 'message' | 'fired_at'>;

/** Room for those that files yet to come may push out. */
const roomFactor = 2;

/**
 * Firings that touch a stretch of time, gathered from their events in any order, the same ones twice included; only the
 * newest are held.
 */
export class AlertMarks {
  private firings = new Map<string, Firing>();
  private hasLeftOut = false;

  /** @param most Newest ones that count. */
  constructor(
    private readonly range: MarksRequest,
    private readonly most: number,
  ) {}

  /** @param event Of any type, not earlier than the range. */
  add(event: StoreEvent): void {
    const known = knownEvent(event);
    if ('problem' in known) return;
    const { type, data } = known.event;
    if (type === 'session.start') {
      for (const [id, alert] of Object.entries(data.carried?.alerts ?? {})) this.see(event, id, alert);
    } else if ('alert_id' in data) {
      const firing = this.see(event, data.alert_id, data);
      if (firing && type === 'alert.resolved') firing.resolvedAt = event.timestamp;
    }
  }

  /** Lets go of what is too old to be told. Call it now and then. */
  prune(): void {
    if (this.firings.size <= roomFactor * this.most) return;
    this.firings = new Map(this.newest().map((firing) => [keyOf(firing.mark), firing]));
    this.hasLeftOut = true;
  }

  /**
   * Oldest first.
   * @param current What is known of alerts besides, which counts more than events. @param running The session that goes on
   * now: only in it something fires still.
   */
  marks(
    current: readonly AlertMark[],
    running: string | undefined,
  ): { readonly marks: readonly AlertMark[]; readonly isComplete: boolean } {
    const { from, to } = this.range;
    const all = new Map(
      Array.from(this.firings, ([key, { mark, resolvedAt, session, lastAt }]): [string, AlertMark] => {
        // An alert whose end was lost in a crash is known until its last event.
        return [key, { ...mark, to: resolvedAt ?? (session === running ? null : lastAt) }];
      }),
    );
    for (const mark of current) if (mark.from <= to && (mark.to ?? Infinity) >= from) all.set(keyOf(mark), mark);
    const marks = [...all.values()].sort(byBeginning);
    return { marks: marks.slice(-this.most), isComplete: !this.hasLeftOut && marks.length <= this.most };
  }

  /** undefined where an event tells of no firing, or of one after the range. */
  private see({ session, timestamp: at }: StoreEvent, id: string, data: Told): Firing | undefined {
    const { rule, name = rule, message, fired_at: from } = data;
    const severity = severities.find((each) => each === data.severity);
    if (severity === undefined || from === undefined || from > this.range.to) return undefined;
    const mark = { id, rule, name, severity, message, from };
    const key = keyOf(mark);
    const known = this.firings.get(key);
    if (!known) {
      const firing = { mark, resolvedAt: undefined, lastAt: at, session };
      this.firings.set(key, firing);
      return firing;
    }
    if (at >= known.lastAt) Object.assign(known, { mark, lastAt: at, session });
    return known;
  }

  private newest(): Firing[] {
    return [...this.firings.values()].sort((a, b) => byBeginning(a.mark, b.mark)).slice(-this.most);
  }
}

/** The id of an alert is the same whenever it fires. */
function keyOf({ id, from }: Pick<AlertMark, 'id' | 'from'>): string {
  return `${from} ${id}`;
}

function byBeginning(a: Pick<AlertMark, 'id' | 'from'>, b: Pick<AlertMark, 'id' | 'from'>): number {
  return a.from - b.from || (a.id < b.id ? -1 : 1);
}

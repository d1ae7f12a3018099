import fc from 'fast-check';
import type { StoreEvent } from '../../../../../src/engine/store/events/storeEvent';
import { sessionName } from '../../../../../src/engine/store/sessionName';
import type { AlertMark, SessionMark } from '../../../../../src/protocol/marks';
import type { Severity } from '../../../../../src/protocol/rules/rule';

/** What happens to alerts and sessions; every step takes some time. */
export const lifeStep = fc.record({
  ms: fc.integer({ min: 1, max: 40_000 }),
  what: fc.oneof(
    fc.record({
      kind: fc.constantFrom('fire' as const, 'escalate' as const, 'acknowledge' as const, 'resolve' as const),
      alert: fc.integer({ min: 0, max: 3 }),
    }),
    fc.record({ kind: fc.constant('pending' as const), alert: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ kind: fc.constant('stop' as const) }),
    /** The last so many events never reached the disk. */
    fc.record({ kind: fc.constant('crash' as const), lost: fc.integer({ min: 0, max: 2 }) }),
  ),
});
export type LifeStep = typeof lifeStep extends fc.Arbitrary<infer T> ? T : never;

interface Active {
  readonly from: number;
  readonly severity: Severity;
}

const start = Date.UTC(2026, 10, 21, 7, 50) + 321;

/** A simple engine whose sessions follow one another: what it writes, and what of it is true by the plain rules. */
export class ToldLife {
  readonly events: StoreEvent[] = [];
  at = start;
  session = '';
  private epoch = 0;
  private own: StoreEvent[] = [];
  private carried = new Map<string, Active>();

  constructor(steps: readonly LifeStep[]) {
    this.begin(undefined);
    for (const { ms, what } of steps) {
      this.at += ms;
      if (what.kind === 'stop') this.stop();
      else if (what.kind === 'crash') this.crash(what.lost);
      else this.alert(what.kind, `alert${what.alert}`);
    }
    this.events.push(...this.own);
  }

  /** What fires, as the engine's own book would say. */
  current(): AlertMark[] {
    return Array.from(this.active(), ([id, { from, severity }]) => ({ ...said(id, severity, 'now'), from, to: null }));
  }

  /** All firings that left a trace, by walking over every event for each. */
  firings(): AlertMark[] {
    const observed = this.events.flatMap((event) => observations(event).map((seen) => ({ ...seen, event })));
    const keys = new Set(observed.map(({ id, from }) => `${id} ${from}`));
    return [...keys].map((key) => {
      const [first, ...later] = observed.filter(({ id, from }) => `${id} ${from}` === key);
      const all = [first!, ...later];
      const last = all.reduce((a, b) => (b.event.timestamp > a.event.timestamp ? b : a));
      const end = all.find(({ event }) => event.type === 'alert.resolved');
      const stillFires = last.event.session === this.session;
      const to = end ? end.event.timestamp : stillFires ? null : last.event.timestamp;
      return { ...said(last.id, last.severity, last.message), from: last.from, to };
    });
  }

  sessions(): SessionMark[] {
    const ids = [...new Set(this.events.map(({ session }) => session))];
    return ids.map((id) => {
      const own = this.events.filter(({ session }) => session === id);
      const end = own.find(({ type }) => type === 'session.end');
      return { id, from: own.find(({ type }) => type === 'session.start')!.timestamp, to: end?.timestamp ?? null };
    });
  }

  private begin(end: StoreEvent | undefined): void {
    if (end) this.events.push(end);
    this.session = sessionName(this.at, ++this.epoch);
    this.own = [];
    const alerts = Object.fromEntries(
      Array.from(this.carried, ([id, { from, severity }]) => [
        id,
        { ...data(id, severity, 'carried'), fired_at: from, since: from },
      ]),
    );
    const carried = { today: null, alerts };
    const about = { reason: 'started', version: '1', platform: 'p', node: 'n', time_zone: 'UTC', recovered_from: null };
    this.write('session.start', { ...about, carried });
  }

  private stop(): void {
    this.write('session.end', { reason: 'stopped' });
    this.carried = this.active();
    this.events.push(...this.own);
    this.at += 10;
    this.begin(undefined);
  }

  private crash(lost: number): void {
    this.own.splice(Math.max(1, this.own.length - lost));
    this.carried = this.active();
    this.events.push(...this.own);
    const { session } = this;
    const { timestamp } = this.own.at(-1)!;
    this.at += 10;
    this.begin({ session, sequence: 999, timestamp, type: 'session.end', data: { reason: 'crash' } });
  }

  private alert(kind: Extract<LifeStep['what'], { alert: number }>['kind'], id: string): void {
    const active = this.active().get(id);
    if (kind === 'pending') this.write('alert.pending', data(id, 'warning', 'soon'));
    else if (kind === 'fire' && !active) this.tell('alert.firing', id, { from: this.at, severity: 'warning' });
    else if (kind === 'escalate' && active) this.tell('alert.escalated', id, { ...active, severity: 'critical' });
    else if (kind === 'acknowledge' && active) this.tell('alert.acknowledged', id, active);
    else if (kind === 'resolve' && active) this.tell('alert.resolved', id, active);
  }

  private tell(type: StoreEvent['type'], id: string, { from, severity }: Active): void {
    this.write(type, { ...data(id, severity, `${type} ${this.at}`), fired_at: from });
  }

  private write(type: StoreEvent['type'], data: StoreEvent['data']): void {
    this.own.push({ session: this.session, sequence: this.own.length + 1, timestamp: this.at, type, data });
  }

  /** What fires as far as this session has written it down. */
  private active(): Map<string, Active> {
    const active = new Map(this.carried);
    for (const event of this.own)
      for (const { id, from, severity } of observations(event))
        if (event.type === 'alert.resolved') active.delete(id);
        else active.set(id, { from, severity });
    return active;
  }
}

function said(id: string, severity: Severity, message: string): Omit<AlertMark, 'from' | 'to'> {
  return { id, rule: `rule of ${id}`, name: `Name of ${id}`, severity, message };
}

function data(id: string, severity: Severity, message: string): StoreEvent['data'] {
  const figures = { labels: {}, value: 1, threshold: 0 };
  return { ...figures, rule: `rule of ${id}`, name: `Name of ${id}`, alert_id: id, severity, state: 'x', message };
}

/** The firings that an event speaks of. */
function observations({ type, data }: StoreEvent): { id: string; from: number; severity: Severity; message: string }[] {
  const told = data as { alert_id: string; fired_at?: number; severity: Severity; message: string };
  if (type === 'session.start') {
    const { alerts } = (data as { carried: { alerts: Record<string, typeof told> } }).carried;
    return Object.entries(alerts).map(([id, { fired_at, severity, message }]) => ({
      id,
      from: fired_at!,
      severity,
      message,
    }));
  }
  if (!type.startsWith('alert.') || told.fired_at === undefined) return [];
  return [{ id: told.alert_id, from: told.fired_at, severity: told.severity, message: told.message }];
}

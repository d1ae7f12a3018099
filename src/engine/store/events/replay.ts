import type { ReplayReport, ReplayStep } from '../../../protocol/storeJobs';
import { changedPaths } from './changedPaths';
import { knownEvent } from './knownEvent';
import { applyEvent, applyKnown, initialState } from './monitorState';
import { parseState, type MonitorState } from './stateSchema';
import type { StoreEvent, StoreSnapshot } from './storeEvent';

const mostSteps = 10_000;
const mostDivergences = 1000;
const mostChanges = 200;
const mostCharacters = 1000;

type Divergence = ReplayReport['divergences'][number];

/**
 * Steps through a session: what each event changes, and whether that leads where the snapshots say.
 * @param events Of one session, in the order of their sequence numbers.
 * @param snapshots Of the same, in the same order.
 */
export function replay(events: Iterable<StoreEvent>, snapshots: Iterable<StoreSnapshot>): ReplayReport {
  const replaying = new Replaying();
  const waiting = snapshots[Symbol.iterator]();
  let next = waiting.next();
  for (const event of events) {
    for (; next.done !== true && next.value.sequence < event.sequence; next = waiting.next())
      replaying.compare(next.value);
    replaying.step(event);
  }
  for (; next.done !== true; next = waiting.next()) replaying.compare(next.value);
  return replaying.report();
}

class Replaying {
  private session: string | undefined;
  private state: MonitorState = initialState('');
  private last = 0;
  private events = 0;
  private snapshots = 0;
  private readonly steps: ReplayStep[] = [];
  private readonly divergences: Divergence[] = [];

  step(event: StoreEvent): void {
    const { sequence, timestamp, type } = event;
    this.events++;
    if (!this.isOwn(event)) return;
    if (sequence <= this.last) {
      this.diverge(sequence, 'sequence', this.last + 1, sequence);
      return;
    }
    this.expect(sequence, this.last + 1);
    this.last = sequence;
    const known = knownEvent(event);
    if ('problem' in known) this.diverge(sequence, 'data', known.problem, event.data);
    const before = this.state;
    this.state = 'event' in known ? applyKnown(before, known.event) : applyEvent(before, event);
    if (this.steps.length >= mostSteps) return;
    const changes = changedPaths(before, this.state, mostChanges);
    this.steps.push({
      sequence,
      timestamp,
      type,
      changes: changes.map(({ path, after }) => [path, shown(after)] as const),
    });
  }

  compare(snapshot: StoreSnapshot): void {
    const { sequence } = snapshot;
    this.snapshots++;
    if (!this.isOwn(snapshot)) return;
    if (sequence < this.last) {
      this.diverge(sequence, 'sequence', this.last, sequence);
      return;
    }
    this.expect(sequence, this.last);
    const recorded = parseState(snapshot.state);
    if (!recorded) {
      this.diverge(sequence, 'snapshot', this.state, snapshot.state);
      return;
    }
    for (const { path, before, after } of changedPaths(this.state, recorded, mostChanges))
      this.diverge(sequence, path, before, after);
    // Recovery begins at snapshots too, and one difference is not told again with every later snapshot.
    this.state = recorded;
    this.last = sequence;
  }

  report(): ReplayReport {
    return {
      session: this.session ?? '',
      events: this.events,
      snapshots: this.snapshots,
      steps: this.steps,
      divergences: this.divergences,
      state: JSON.stringify(this.state),
    };
  }

  private isOwn({ session, sequence }: StoreEvent | StoreSnapshot): boolean {
    if (this.session === undefined) {
      this.session = session;
      this.state = initialState(session);
    }
    if (session === this.session) return true;
    this.diverge(sequence, 'session', this.session, session);
    return false;
  }

  /** Numbers that are missing are told once for each gap. */
  private expect(sequence: number, expected: number): void {
    if (sequence > expected) this.diverge(sequence, 'sequence', expected, sequence);
  }

  private diverge(sequence: number, path: string, replayed: unknown, recorded: unknown): void {
    if (this.divergences.length >= mostDivergences) return;
    this.divergences.push({ sequence, path, replayed: shown(replayed), recorded: shown(recorded) });
  }
}

/** A value as JSON of bounded length; empty where there is none. */
function shown(value: unknown): string {
  const text = value === undefined ? '' : JSON.stringify(value);
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1)}…`;
}

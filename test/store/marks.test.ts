import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { EventData } from '../../src/engine/store/events/eventSchemas';
import { mostMarks, storedMarks, type MarksQuestion } from '../../src/engine/store/query/marks/storedMarks';
import type { AlertMark, Marks, MarksRequest, SessionMark } from '../../src/protocol/marks';
import { RealStore } from '../support/realStore';
import type { StoreLife } from '../support/storeLife';

const { signal } = new AbortController();

/** Writes alerts down and remembers what was true of them. */
class ToldAlerts {
  readonly marks: AlertMark[] = [];

  constructor(private readonly store: RealStore) {}

  fire(life: StoreLife, id: string): void {
    const mark: AlertMark = {
      id,
      rule: 'r',
      name: 'Busy',
      severity: 'warning',
      message: `${id} is busy`,
      from: this.store.clock.now(),
      to: null,
    };
    this.marks.push(mark);
    life.record('alert.firing', dataOf(mark));
  }

  resolve(life: StoreLife, id: string): void {
    const index = this.marks.findLastIndex((mark) => mark.id === id);
    const mark = this.marks[index]!;
    this.marks[index] = { ...mark, to: this.store.clock.now() };
    life.record('alert.resolved', dataOf(mark));
  }
}

function dataOf({ id, rule, name, severity, message, from }: AlertMark): EventData['alert.firing'] {
  const figures = { labels: {}, value: 97, threshold: 90, since: from, fired_at: from };
  return { ...figures, rule, name, alert_id: id, severity, state: 'firing', message };
}

const touching = <T extends { readonly from: number; readonly to: number | null }>(
  marks: readonly T[],
  { from, to }: MarksRequest,
): T[] => marks.filter((mark) => mark.from <= to && (mark.to ?? Infinity) >= from);

describe('What happened, as it lies on disk', () => {
  let store: RealStore;
  let alerts: ToldAlerts;
  beforeEach(async () => {
    store = await RealStore.make();
    alerts = new ToldAlerts(store);
  });
  afterEach(() => store.remove());

  const ask = async (
    request: MarksRequest,
    recorder: MarksQuestion['recorder'],
    current: readonly AlertMark[] = [],
  ): Promise<Marks> => {
    const folder = await store.open();
    try {
      return await storedMarks(folder, { request, alerts: current, recorder }, signal);
    } finally {
      folder.close();
    }
  };

  it('is found over segments, journals and sessions, whatever part of it is asked for', async () => {
    const begunAt = store.clock.now();
    const first = await store.begin();
    await first.recovered();
    alerts.fire(first, 'short');
    await store.pass(first, 2);
    alerts.resolve(first, 'short');
    alerts.fire(first, 'long');
    await store.pass(first, 40);
    alerts.fire(first, 'over the crash');
    await store.pass(first, 3);
    const crashedAt = store.clock.now();
    await store.end(first);
    const secondAt = store.clock.now();
    const second = await store.begin();
    await second.recovered();
    await store.pass(second, 20);
    alerts.resolve(second, 'over the crash');
    alerts.fire(second, 'short');
    await store.pass(second, 1);
    alerts.resolve(second, 'long');
    await store.pass(second, 1);
    const now = store.clock.now();
    const sessions: SessionMark[] = [
      { id: first.session, from: begunAt, to: crashedAt },
      { id: second.session, from: secondAt, to: null },
    ];
    const firing = alerts.marks.filter(({ to }) => to === null);
    assert.equal(firing.length, 1);
    const moments = [...alerts.marks, ...sessions].flatMap(({ from, to }) => [from, to ?? now]);
    const edges = [...new Set(moments.flatMap((at) => [at - 1, at, at + 1]))].sort((a, b) => a - b);
    for (const [i, from] of edges.entries())
      for (const to of edges.slice(i).filter((_, n) => n % 4 === 0)) {
        const request = { from, to };
        const expected: Marks = {
          alerts: touching(alerts.marks, request),
          sessions: touching(sessions, request),
          isComplete: true,
        };
        assert.deepEqual(await ask(request, { session: second.session }, firing), expected);
      }
    const all = { from: 0, to: now };
    const unwatched = await ask(all, 'nobody');
    assert.ok(
      unwatched.alerts.every(({ to }) => to !== null),
      'nothing fires where nobody looks',
    );
    await store.end(second);
  });

  it('counts what the engine knows of an alert more than what is written by now', async () => {
    const life = await store.begin();
    alerts.fire(life, 'a');
    await store.pass(life, 1);
    const now = store.clock.now();
    const [mark] = alerts.marks;
    const over: AlertMark = { ...mark!, message: 'It was over a moment ago.', to: now };
    const unwritten: AlertMark = { ...mark!, id: 'b', from: now };
    const told = await ask({ from: 0, to: now }, { session: life.session }, [over, unwritten]);
    assert.deepEqual(told.alerts, [over, unwritten]);
    const earlier = await ask({ from: 0, to: mark!.from - 1 }, { session: life.session }, [over, unwritten]);
    assert.deepEqual(earlier.alerts, []);
    await store.end(life);
  });

  it('has the newest 500 of more, and says that there were more', async () => {
    const life = await store.begin();
    await life.recovered();
    for (let n = 0; n < 1300; n++) {
      alerts.fire(life, `a${n % 40}`);
      life.measure(2000, 1000);
      alerts.resolve(life, `a${n % 40}`);
      life.measure(1000, 1000);
      if (n % 20 === 0) await life.flush();
    }
    await life.flush();
    const now = store.clock.now();
    const { alerts: told, isComplete } = await ask({ from: 0, to: now }, { session: life.session });
    assert.equal(isComplete, false);
    assert.deepEqual(told, alerts.marks.slice(-mostMarks));
    const middle = alerts.marks[600]!.from;
    const before = await ask({ from: 0, to: middle }, { session: life.session });
    assert.deepEqual(before.alerts, alerts.marks.slice(601 - mostMarks, 601));
    await store.end(life);
  });

  it('ends early when nobody waits for it any more', async () => {
    await store.live(40);
    const folder = await store.open();
    const question: MarksQuestion = { request: { from: 0, to: store.clock.now() }, alerts: [], recorder: 'nobody' };
    const gone = AbortSignal.abort(new Error('It was cancelled.'));
    await assert.rejects(storedMarks(folder, question, gone), { message: 'It was cancelled.' });
    folder.close();
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { AlertMarks } from '../../../../../src/engine/store/query/marks/alertMarks';
import { SessionMarks } from '../../../../../src/engine/store/query/marks/sessionMarks';
import type { StoreEvent } from '../../../../../src/engine/store/events/storeEvent';
import type { AlertMark, MarksRequest } from '../../../../../src/protocol/marks';
import { lifeStep, ToldLife } from './toldLife';

const touches =
  ({ from, to }: MarksRequest) =>
  (mark: { readonly from: number; readonly to: number | null }): boolean =>
    mark.from <= to && (mark.to ?? Infinity) >= from;

const byBeginning = (a: { from: number; id: string }, b: { from: number; id: string }): number =>
  a.from - b.from || (a.id < b.id ? -1 : 1);

/** As they lie in files: what is earlier than the range is not read, some is read twice, in no order. */
const read = (events: readonly StoreEvent[], from: number, shuffle: readonly number[]): StoreEvent[] => {
  const fresh = events.filter(({ timestamp }) => timestamp >= from);
  const twice = [...fresh, ...fresh.filter((_, i) => i % 3 === 0)];
  return twice
    .map((event, i) => ({ event, key: shuffle[i % shuffle.length]! * ((i % 7) + 1) }))
    .sort((a, b) => a.key - b.key)
    .map(({ event }) => event);
};

const lives = {
  steps: fc.array(lifeStep, { maxLength: 60 }),
  from: fc.double({ min: -0.1, max: 1.1, noNaN: true }),
  to: fc.double({ min: -0.1, max: 1.1, noNaN: true }),
  shuffle: fc.array(fc.integer(), { minLength: 1, maxLength: 20 }),
};

function rangeOf(life: ToldLife, from: number, to: number): MarksRequest {
  const first = life.events[0]!.timestamp;
  const place = (share: number): number => Math.round(first + share * (life.at - first));
  return { from: place(Math.min(from, to)), to: place(Math.max(from, to)) };
}

describe('What happened in a stretch of time', () => {
  it('has every firing that touches it, from when to when, however its events are cut and lie', () => {
    fc.assert(
      fc.property(fc.record(lives), ({ steps, from, to, shuffle }) => {
        const life = new ToldLife(steps);
        const range = rangeOf(life, from, to);
        const marks = new AlertMarks(range, 500);
        for (const event of read(life.events, range.from, shuffle)) marks.add(event);
        const current = life.current();
        const known = new Map(current.map((mark) => [`${mark.id} ${mark.from}`, mark]));
        const expected = life
          .firings()
          .map((mark) => known.get(`${mark.id} ${mark.from}`) ?? mark)
          .filter(touches(range))
          .sort(byBeginning);
        assert.deepEqual(marks.marks(current, life.session), { marks: expected, isComplete: true });
      }),
      { numRuns: 400 },
    );
  });

  it('has all that was written of what fires, for one who knows nothing besides', () => {
    fc.assert(
      fc.property(fc.record(lives), ({ steps, from, to, shuffle }) => {
        const life = new ToldLife(steps);
        const range = { from: 0, to: rangeOf(life, from, to).to };
        const marks = new AlertMarks(range, 500);
        for (const event of read(life.events, 0, shuffle)) marks.add(event);
        const expected = life.firings().filter(touches(range)).sort(byBeginning);
        assert.deepEqual(marks.marks([], life.session), { marks: expected, isComplete: true });
      }),
      { numRuns: 400 },
    );
  });

  it('has the newest of many, whichever part of them is read first', () => {
    fc.assert(
      fc.property(fc.record(lives), fc.integer({ min: 1, max: 4 }), ({ steps, from, to }, most) => {
        const life = new ToldLife(steps);
        const range = rangeOf(life, from, to);
        const all = new AlertMarks(range, 500);
        const few = new AlertMarks(range, most);
        const events = life.events.filter(({ timestamp }) => timestamp >= range.from);
        for (const event of events) all.add(event);
        // Files come newest first, and within each one events are in order.
        for (let end = events.length; end > 0; end -= 5) {
          for (const event of events.slice(Math.max(0, end - 5), end)) few.add(event);
          few.prune();
        }
        const whole = all.marks([], life.session).marks;
        const told = few.marks([], life.session);
        assert.deepEqual(told, { marks: whole.slice(-most), isComplete: whole.length <= most });
      }),
      { numRuns: 400 },
    );
  });

  it('has every session that touches it', () => {
    fc.assert(
      fc.property(fc.record(lives), ({ steps, from, to, shuffle }) => {
        const life = new ToldLife(steps);
        const range = rangeOf(life, from, to);
        const marks = new SessionMarks(range);
        for (const event of read(life.events, range.from, shuffle)) marks.add(event);
        const toSecond = (at: number): number => (at >= range.from ? at : Math.floor(at / 1000) * 1000);
        const expected = life
          .sessions()
          .filter(touches(range))
          .map((mark) => ({ ...mark, from: toSecond(mark.from) }))
          .sort(byBeginning);
        assert.deepEqual(marks.marks(life.session, 500), { marks: expected, isComplete: true });
        const told = marks.marks(life.session, 1);
        assert.deepEqual(told, { marks: expected.slice(-1), isComplete: expected.length <= 1 });
      }),
      { numRuns: 400 },
    );
  });

  it('takes no event that is not what its type says for an alert', () => {
    const range = { from: 0, to: 1e13 };
    const marks = new AlertMarks(range, 500);
    const life = new ToldLife([{ ms: 5, what: { kind: 'fire', alert: 1 } }]);
    const firing = life.events.find(({ type }) => type === 'alert.firing')!;
    const broken: Record<string, unknown>[] = [
      {},
      { ...firing.data, severity: 'dreadful' },
      { ...firing.data, fired_at: 'yesterday' },
      { ...firing.data, alert_id: { toString: null } },
      { ...firing.data, message: 7 },
    ];
    for (const data of broken) marks.add({ ...firing, data });
    assert.deepEqual(marks.marks([], undefined), { marks: [], isComplete: true });
    marks.add(firing);
    const told: readonly AlertMark[] = marks.marks([], undefined).marks;
    assert.equal(told.length, 1);
    assert.equal(told[0]!.to, firing.timestamp, 'nothing fires where nobody records');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { EventType } from '../../../../src/protocol/events';
import { inOrder, inOrderBySession } from '../../../../src/engine/store/events/addedEnd';
import { recoverSession } from '../../../../src/engine/store/events/recovery';
import { replay } from '../../../../src/engine/store/events/replay';
import { SessionList } from '../../../../src/engine/store/events/sessionList';
import type { StoreEvent } from '../../../../src/engine/store/events/storeEvent';
import { EventNumbers } from '../../../../src/engine/store/tools/validate/eventNumbers';
import { Problems } from '../../../../src/engine/store/tools/validate/problems';
import { heartbeat, start } from './someEvents';

const session = '20261121T143000Z-00000001';
const event = (sequence: number, type: EventType, data: object): StoreEvent => ({
  session,
  sequence,
  timestamp: 1000 * sequence,
  type,
  data: { ...data },
});
const began = event(1, 'session.start', start);
const beats = (from: number, to: number): StoreEvent[] =>
  Array.from({ length: to - from + 1 }, (_, i) => event(from + i, 'health.heartbeat', heartbeat));
const added = (sequence: number): StoreEvent => event(sequence, 'session.end', { reason: 'crash' });
const stopped = (sequence: number): StoreEvent => event(sequence, 'session.end', { reason: 'stopped' });

const told = (events: readonly StoreEvent[]): string[] =>
  events.map(({ sequence, type, data }) =>
    type === 'session.end' ? `${sequence} ${String(data['reason'])}` : `${sequence}`,
  );

describe('The end that the next session wrote down', () => {
  const cases: readonly (readonly [what: string, events: readonly StoreEvent[], known: number, expected: string])[] = [
    ['comes last', [added(4), ...beats(1, 3)], 0, '1 2 3 4 crash'],
    [
      'makes room for events that turned up later',
      [...beats(1, 3), added(4), ...beats(4, 6)],
      0,
      '1 2 3 4 5 6 7 crash',
    ],
    ['makes room for what a snapshot knows', [...beats(1, 3), added(4)], 9, '1 2 3 10 crash'],
    [
      'gives way to the end that the session wrote itself',
      [...beats(1, 3), added(4), ...beats(4, 5), stopped(6)],
      0,
      '1 2 3 4 5 6 stopped',
    ],
    ['counts once, however often it was written', [...beats(1, 3), added(4), added(4), added(6)], 0, '1 2 3 6 crash'],
    ['does not hide a gap before it', [...beats(1, 2), added(5)], 0, '1 2 5 crash'],
    ['stands alone where all else is too old', [added(4)], 0, '4 crash'],
  ];
  for (const [what, events, known, expected] of cases)
    it(what, () => {
      assert.equal(told(inOrder(events, known)).join(' '), expected);
    });

  it('leaves the events of every session numbered on, wherever the crash was thought to be', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        (length, cut, ends) => {
          const whole = [began, ...beats(2, length + 1), ...(ends ? [stopped(length + 2)] : [])];
          const sorted = inOrderBySession([added(Math.min(cut, length) + 1), ...whole], []);
          const numbers = sorted.map(({ sequence }) => sequence);
          assert.deepEqual(
            numbers,
            Array.from({ length: length + 2 }, (_, i) => i + 1),
          );
        },
      ),
    );
  });
});

describe('A journal that turned up after the end of its session was written down', () => {
  const late = [began, ...beats(2, 5), added(6), ...beats(6, 9)];

  it('has its events replayed in order, and the end after them', () => {
    const { divergences, steps, state } = replay(inOrder(late), []);
    assert.deepEqual(divergences, []);
    assert.deepEqual([steps.length, steps.at(-1)?.type, steps.at(-1)?.sequence], [10, 'session.end', 10]);
    assert.match(state, /"ended":"crash"/);
  });

  it('is part of the state that is rebuilt, from a snapshot of it too', () => {
    const whole = recoverSession({ session, events: late, snapshots: [], nextAt: 20_000 });
    assert.deepEqual([whole.end, whole.state.events.count, whole.missingEnd], ['crash', 10, undefined]);
    const before = recoverSession({ session, events: late.slice(0, 5), snapshots: [], nextAt: 20_000 });
    const state = JSON.stringify(before.state);
    const snapshot = { session, sequence: 9, timestamp: 9000, reason: 'periodic', state } as const;
    const rebuilt = recoverSession({ session, events: late, snapshots: [snapshot], nextAt: 20_000 });
    assert.deepEqual([rebuilt.end, rebuilt.state.events.count, rebuilt.missingEnd], ['crash', 6, undefined]);
  });

  it('is no fault in the numbers of events', () => {
    const problemsOf = (events: readonly StoreEvent[]): number => {
      const numbers = new EventNumbers();
      for (const each of events) numbers.add('f', each);
      const problems = new Problems();
      numbers.report(problems);
      return problems.list().length;
    };
    assert.equal(problemsOf(late), 0);
    assert.equal(problemsOf([...late, stopped(10)]), 0);
    assert.equal(problemsOf([...late, ...beats(7, 7)]), 1, 'one that is there twice still is');
    assert.equal(problemsOf([...beats(1, 5), added(8)]), 1, 'and so is a gap');
  });

  it('is listed with all its events, and its own end where it has one', () => {
    const listed = (events: readonly StoreEvent[]): unknown[] => {
      const list = new SessionList();
      for (const each of events) list.add(each);
      const { end, endedAt, events: count } = list.newest(1)[0]!;
      return [end, endedAt, count];
    };
    assert.deepEqual(listed(late), ['crash', 9000, 10]);
    assert.deepEqual(listed([...late, stopped(10)]), ['stopped', 10_000, 10]);
  });
});

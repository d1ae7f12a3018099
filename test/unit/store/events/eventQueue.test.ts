import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { eventTypes, type EventType } from '../../../../src/protocol/events';
import { EventQueue } from '../../../../src/engine/store/events/eventQueue';

const limits = { records: 5, bytes: 1000 };
const texts = (queue: EventQueue): string[] => queue.peek(Infinity).map(({ text }) => text);

function filled(...events: readonly (readonly [EventType, string])[]): EventQueue {
  const queue = new EventQueue(limits);
  for (const [type, text] of events) queue.addEvent(type, text);
  return queue;
}

describe('the queue of events', () => {
  it('hands out the oldest first, and keeps them until they are acknowledged', () => {
    const queue = filled(['energy.update', 'a'], ['alert.firing', 'b'], ['energy.update', 'c']);
    assert.deepEqual(queue.peek(2), [
      { kind: 'event', text: 'a' },
      { kind: 'event', text: 'b' },
    ]);
    assert.deepEqual(texts(queue), ['a', 'b', 'c']);
    queue.acknowledged(2);
    assert.deepEqual(texts(queue), ['c']);
    assert.equal(queue.bytes, 1);
  });

  it('hands out at least one, however large', () => {
    const queue = filled(['energy.update', 'x'.repeat(500)], ['energy.update', 'y']);
    assert.equal(queue.peek(10).length, 1);
  });

  it('drops the oldest that is not critical', () => {
    const queue = filled(
      ['session.start', 'start'],
      ['energy.update', 'e1'],
      ['alert.firing', 'alert'],
      ['health.heartbeat', 'beat'],
      ['energy.update', 'e2'],
      ['config.changed', 'config'],
      ['purge.finished', 'purge'],
    );
    assert.deepEqual(texts(queue), ['start', 'alert', 'e2', 'config', 'purge']);
    assert.deepEqual(
      [...queue.dropped],
      [
        ['energy.update', 1],
        ['health.heartbeat', 1],
      ],
    );
  });

  it('drops the newest, when all before it are critical and it is not', () => {
    const queue = filled(...Array.from({ length: 5 }, (_, i) => ['alert.firing', `${i}`] as const));
    queue.addEvent('energy.update', 'e');
    assert.deepEqual(texts(queue), ['0', '1', '2', '3', '4']);
    queue.acknowledged(0);
    queue.peek(0);
    queue.addEvent('alert.firing', '5');
    assert.deepEqual(texts(queue), ['0', '2', '3', '4', '5'], 'the oldest that is not being written goes');
  });

  it('never drops what is being written', () => {
    const queue = filled(['energy.update', 'a'], ['energy.update', 'b'], ['energy.update', 'c']);
    queue.peek(2);
    for (const text of ['d', 'e', 'f', 'g']) queue.addEvent('energy.update', text);
    assert.deepEqual(texts(queue), ['a', 'b', 'e', 'f', 'g']);
  });

  it('holds no more bytes than it may', () => {
    const queue = filled(['energy.update', 'x'.repeat(600)], ['energy.update', 'ü'.repeat(250)]);
    assert.deepEqual(texts(queue), ['ü'.repeat(250)]);
    assert.equal(queue.bytes, 500);
  });

  it('keeps one snapshot besides the one that is being written, behind the events that it includes', () => {
    const queue = filled(['energy.update', 'a']);
    queue.addSnapshot('s1');
    queue.addEvent('energy.update', 'b');
    queue.addSnapshot('s2');
    assert.deepEqual(texts(queue), ['a', 'b', 's2']);
    queue.addSnapshot('s3');
    assert.equal(queue.depth, 4, 's2 is being written');
    assert.deepEqual(texts(queue), ['a', 'b', 's3'], 's2 could not be written');
  });

  it('does not grow by snapshots while nothing can be written', () => {
    const queue = filled(['energy.update', 'a']);
    for (let minute = 0; minute < 100; minute++) {
      queue.addSnapshot(`s${minute}`);
      queue.peek(Infinity);
    }
    assert.deepEqual(texts(queue), ['a', 's99']);
  });

  it('stays within its bounds, in order, whatever comes', () => {
    const action = fc.oneof(
      { weight: 6, arbitrary: fc.tuple(fc.constant('add' as const), fc.constantFrom(...eventTypes), fc.nat(300)) },
      fc.tuple(fc.constant('snapshot' as const), fc.constant(undefined), fc.nat(300)),
      fc.tuple(fc.constant('peek' as const), fc.constant(undefined), fc.nat(800)),
      fc.tuple(fc.constant('acknowledge' as const), fc.constant(undefined), fc.nat(3)),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
        const queue = new EventQueue(limits);
        const taken: string[] = [];
        let flying: readonly string[] = [];
        let number = 0;
        const added = new Map<string, EventType>();
        for (const [what, type, size] of actions) {
          const text = `${String(number++).padStart(4, '0')}${'.'.repeat(size)}`;
          if (what === 'add') {
            queue.addEvent(type, text);
            added.set(text, type);
          } else if (what === 'snapshot') queue.addSnapshot(text);
          else if (what === 'peek') flying = queue.peek(size).map((record) => record.text);
          else {
            const done = flying.slice(0, size);
            taken.push(...done);
            queue.acknowledged(done.length);
            flying = flying.slice(done.length);
          }
          assert.ok(queue.depth <= limits.records + 1 && queue.bytes <= limits.bytes + 304);
        }
        queue.acknowledged(flying.length);
        const all = [...taken, ...flying, ...texts(queue)];
        assert.deepEqual(all, [...all].sort(), 'nothing overtakes');
        const dropped = [...queue.dropped.values()].reduce((sum, count) => sum + count, 0);
        const kept = all.filter((text) => added.has(text)).length;
        assert.equal(kept + dropped, added.size, 'each event is kept or counted');
      }),
    );
  });
});

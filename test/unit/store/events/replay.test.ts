import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { changedPaths } from '../../../../src/engine/store/events/changedPaths';
import { EventLog } from '../../../../src/engine/store/events/eventLog';
import { replay } from '../../../../src/engine/store/events/replay';
import type { StoreSnapshot } from '../../../../src/engine/store/events/storeEvent';
import { FakeClock } from '../../../support/fakeClock';
import { course, drain, energy, heartbeat, request, type Written } from './someEvents';

function recorded(): Written {
  const clock = new FakeClock();
  const log = new EventLog({ session: 's', startedAt: clock.now(), version: '1', clock, carried: null });
  const written: Written = { events: [], snapshots: [] };
  for (let minute = 0; minute < 3; minute++) {
    log.record('energy.update', energy);
    log.record('model.request', request);
    clock.advance(60_000);
    drain(log.source, written);
  }
  log.record('health.heartbeat', heartbeat);
  log.end('stopped');
  return drain(log.source, written);
}

function changedState(snapshot: StoreSnapshot | undefined, from: string, to: string): StoreSnapshot {
  assert.ok(snapshot);
  assert.ok(snapshot.state.includes(from));
  return { ...snapshot, state: snapshot.state.replace(from, to) };
}

describe('replay of a session', () => {
  it('names what each event changed, and ends where the session did', () => {
    const { events, snapshots } = recorded();
    const report = replay(events, snapshots);
    assert.equal(report.session, 's');
    assert.equal(report.events, 9);
    assert.equal(report.snapshots, 4);
    assert.deepEqual(report.divergences, []);
    assert.equal(report.state, snapshots.at(-1)?.state);
    const [, update] = report.steps;
    assert.deepEqual(
      update?.changes.filter(([path]) => !path.startsWith('today')),
      [
        ['energy_accumulator.by_model["ollama/llama2:7b"]', '4.2'],
        ['energy_accumulator.total_energy', '4.2'],
        ['events.by_type["energy.update"]', '1'],
        ['events.count', '2'],
        ['frame_state.energy_current', '4.2'],
        ['frame_state.fps', '60'],
        ['frame_state.frame_budget_used', '12.3'],
        ['frame_state.model_id', '"ollama/llama2:7b"'],
      ],
    );
  });

  it('finds a snapshot that says something else, once', () => {
    const { events, snapshots } = recorded();
    snapshots[1] = changedState(snapshots[1], '"done":2', '"done":3');
    const { divergences } = replay(events, snapshots);
    assert.deepEqual(divergences, [
      { sequence: 5, path: 'requests.by_state.done', replayed: '2', recorded: '3' },
      { sequence: 7, path: 'requests.by_state.done', replayed: '4', recorded: '3' },
    ]);
  });

  it('finds events that are missing, with what they would have changed', () => {
    const { events, snapshots } = recorded();
    const { divergences } = replay(
      events.filter(({ sequence }) => sequence !== 5),
      snapshots,
    );
    assert.deepEqual(divergences[0], { sequence: 5, path: 'sequence', replayed: '4', recorded: '5' });
    assert.ok(divergences.some(({ path }) => path === 'requests.total'));
    assert.ok(
      divergences.every(({ sequence }) => sequence === 5),
      'later snapshots agree',
    );
  });

  it('finds events that come twice, late, from another session, or with data that is not their type’s', () => {
    const { events } = recorded();
    const [first, second, third] = events;
    assert.ok(first && second && third);
    const paths = (...list: readonly (typeof first)[]): string[] =>
      replay(list, []).divergences.map(({ path }) => path);
    assert.deepEqual(paths(first, second, second), ['sequence']);
    assert.deepEqual(paths(first, third, second), ['sequence', 'sequence']);
    assert.deepEqual(paths(first, { ...second, session: 't' }), ['session']);
    assert.deepEqual(paths(first, { ...second, data: {} }), ['data']);
  });

  it('finds a snapshot that cannot be read, or comes late', () => {
    const { events, snapshots } = recorded();
    const [first, second] = snapshots;
    assert.ok(first && second);
    const broken = replay(events, [{ ...first, state: '{"a":1' }]);
    assert.deepEqual(
      broken.divergences.map(({ sequence, path }) => [sequence, path]),
      [[3, 'snapshot']],
    );
    assert.deepEqual(
      replay(events, [second, first]).divergences.map(({ path }) => path),
      ['sequence'],
    );
  });

  it('goes on from the first snapshot when the beginning is no longer kept', () => {
    const { events, snapshots } = recorded();
    const { divergences, state } = replay(
      events.filter(({ sequence }) => sequence > 3),
      snapshots,
    );
    assert.equal(state, snapshots.at(-1)?.state);
    assert.equal(divergences[0]?.path, 'sequence');
  });

  it('is bounded: steps, divergences and what they show', () => {
    const { events } = recorded();
    const [first, , request] = events;
    assert.ok(first && request);
    const many = Array.from({ length: 12_000 }, (_, i) => ({ ...request, sequence: 2 * i + 2 }));
    const report = replay([first, ...many], []);
    assert.equal(report.steps.length, 10_000);
    assert.equal(report.divergences.length, 1000);
    assert.equal(report.events, 12_001);
    const large = replay([{ ...first, data: { text: 'x'.repeat(100_000) } }], []);
    assert.ok(large.divergences.every(({ recorded: text }) => text.length <= 1000));
  });

  it('has nothing to say of nothing', () => {
    const { session, events, divergences } = replay([], []);
    assert.deepEqual([session, events, divergences], ['', 0, []]);
  });

  it('never finds a divergence in what was written, and always the one that was planted', () => {
    fc.assert(
      fc.property(course, fc.nat(), (happenings, at) => {
        const clock = new FakeClock();
        const log = new EventLog({ session: 's', startedAt: clock.now(), version: '1', clock, carried: null });
        const written: Written = { events: [], snapshots: [] };
        for (const { type, data, afterMs } of happenings) {
          clock.advance(afterMs);
          log.record(type, data);
          drain(log.source, written);
        }
        log.end('stopped');
        const { events, snapshots } = drain(log.source, written);
        assert.deepEqual(replay(events, snapshots).divergences, []);
        const chosen = at % snapshots.length;
        const planted = snapshots.map((snapshot, index) =>
          index === chosen ? changedState(snapshot, '"changes":', '"changes":1') : snapshot,
        );
        const [first] = replay(events, planted).divergences;
        assert.equal(first?.sequence, snapshots[chosen]?.sequence);
        assert.equal(first?.path, 'config.changes');
      }),
    );
  });
});

describe('places in which values differ', () => {
  it('are every leaf that does, and no other', () => {
    const before = { a: 1, b: { c: [1, 2], d: null }, e: 'x', 'f g': 1 };
    const after = { a: 1, b: { c: [1, 3], d: { h: 0 } }, 'f g': 2, toString: 1 };
    assert.deepEqual(changedPaths(before, after, 10), [
      { path: 'b.c', before: [1, 2], after: [1, 3] },
      { path: 'b.d', before: null, after: { h: 0 } },
      { path: 'e', before: 'x', after: undefined },
      { path: '["f g"]', before: 1, after: 2 },
      { path: 'toString', before: undefined, after: 1 },
    ]);
    assert.equal(changedPaths(before, after, 2).length, 2);
  });
});

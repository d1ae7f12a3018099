import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { carriedOver } from '../../../../src/engine/store/events/carryOver';
import { EventLog } from '../../../../src/engine/store/events/eventLog';
import { checkedData } from '../../../../src/engine/store/events/eventSchemas';
import { applyEvent, initialState } from '../../../../src/engine/store/events/monitorState';
import { recoverSession, type RecoveryOptions } from '../../../../src/engine/store/events/recovery';
import { FakeClock } from '../../../support/fakeClock';
import { alert, course, drain, energy, request, start, type Written } from './someEvents';

const clockStart = 1_700_000_000_000;

/** A session of two requests and an alert that still fires. */
function crashed(): Written {
  const clock = new FakeClock(clockStart);
  const log = new EventLog({
    session: 's',
    startedAt: clock.now(),
    version: '1',
    clock,
    carried: null,
    timeZone: 'UTC',
  });
  log.record('model.request', request);
  clock.advance(60_000);
  const written = drain(log.source);
  log.record('model.request', request);
  log.record('alert.firing', alert);
  return drain(log.source, written);
}

const recover = (written: Written, more: Partial<RecoveryOptions> = {}): ReturnType<typeof recoverSession> =>
  recoverSession({ session: 's', nextAt: clockStart + 120_000, ...written, ...more });

describe('recovery of a session', () => {
  it('carries a crashed one on: totals of the day and active alerts, and writes its end', () => {
    const found = recover(crashed());
    assert.equal(found.end, 'crash');
    assert.equal(found.lastAt, clockStart + 60_000);
    assert.deepEqual(found.carried.today?.by_model, {
      'local/m': { input_tokens: 24, output_tokens: 80, energy_joules: 0 },
    });
    assert.deepEqual(Object.keys(found.carried.alerts), ['a1']);
    assert.deepEqual(found.missingEnd, {
      session: 's',
      sequence: 5,
      timestamp: clockStart + 60_000,
      type: 'session.end',
      data: { reason: 'crash' },
    });
  });

  it('leaves the totals of another day behind', () => {
    const { carried } = recover(crashed(), { nextAt: clockStart + 86_400_000 });
    assert.equal(carried.today, null);
    assert.deepEqual(Object.keys(carried.alerts), ['a1']);
  });

  it('knows a session that ended, and one whose missing end was written later', () => {
    const written = crashed();
    const { missingEnd } = recover(written);
    assert.ok(missingEnd);
    const mended = recover({ ...written, events: [...written.events, missingEnd] });
    assert.equal(mended.end, 'crash');
    assert.equal(mended.missingEnd, undefined);
    const stopped = { ...missingEnd, data: { reason: 'stopped' } };
    assert.equal(recover({ ...written, events: [...written.events, stopped] }).end, 'stopped');
  });

  it('takes the time of the last sample for the end, where that is later', () => {
    assert.equal(recover(crashed(), { lastSampleAt: clockStart + 70_000 }).lastAt, clockStart + 70_000);
  });

  it('goes back to an older snapshot, or to none, when one is damaged', () => {
    const { events, snapshots } = crashed();
    const whole = recover({ events, snapshots }).state;
    const [snapshot] = snapshots;
    assert.ok(snapshot);
    for (const state of ['', '{}', snapshot.state.slice(0, -1), snapshot.state.replace('"id":"s"', '"id":"t"')])
      assert.deepEqual(recover({ events, snapshots: [{ ...snapshot, state }] }).state, whole);
  });

  it('survives a session of which nothing is left', () => {
    const found = recover({ events: [], snapshots: [] });
    assert.equal(found.end, 'crash');
    assert.deepEqual(found.state, initialState('s'));
    assert.equal(found.missingEnd?.sequence, 1);
    assert.equal(found.lastAt, clockStart + 120_000);
  });

  it('comes from any crash to what was written, wherever snapshots lie and in whatever order the rest is found', () => {
    const anything = fc.record({
      happenings: course,
      snapshotsAt: fc.uniqueArray(fc.nat(60)),
      crashAt: fc.nat(62),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(anything, ({ happenings, snapshotsAt, crashAt, seed }) => {
        const clock = new FakeClock(clockStart);
        const log = new EventLog({ session: 's', startedAt: clock.now(), version: '1', clock, carried: null });
        const written: Written = { events: [], snapshots: [] };
        for (const [index, { type, data, afterMs }] of happenings.entries()) {
          // More than a minute later, so that a snapshot is due.
          clock.advance(afterMs + (snapshotsAt.includes(index) ? 60_000 : 0));
          log.record(type, data);
          if (snapshotsAt.includes(index)) drain(log.source, written);
        }
        drain(log.source, written);
        const events = written.events.filter(({ sequence }) => sequence <= crashAt);
        const snapshots = written.snapshots.filter(({ sequence }) => sequence <= crashAt);
        const folded = events.reduce(applyEvent, initialState('s'));
        const found = recover({ events: shuffled([...events, ...events], seed), snapshots: shuffled(snapshots, seed) });
        assert.equal(JSON.stringify(found.state), JSON.stringify(folded));
        assert.equal(found.missingEnd?.sequence, events.length + 1);
      }),
    );
  });
});

describe('what is carried over', () => {
  it('fits into one event, however much there is', () => {
    let state = applyEvent(initialState('s'), {
      session: 's',
      sequence: 1,
      timestamp: clockStart,
      type: 'session.start',
      data: start,
    });
    const add = (type: 'model.request' | 'energy.update' | 'alert.firing', data: Record<string, unknown>): void => {
      state = applyEvent(state, { session: 's', sequence: 2, timestamp: clockStart, type, data });
    };
    for (let i = 0; i < 300; i++) {
      const model_id = `r/${i}`.padEnd(200, 'ä');
      add('model.request', { ...request, model_id, output_tokens: i });
      add('energy.update', { ...energy, model_id, energy: 1 });
      add('alert.firing', { ...alert, alert_id: `a${i}`, message: 'ä'.repeat(1000) });
    }
    const silence = { rule: 'r'.repeat(250), labels: { model: 'ä'.repeat(500) } };
    const silences = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`s${i}`, { ...silence, until: i < 20 ? clockStart : null }]),
    );
    assert.equal(
      Object.keys(carriedOver({ ...state, silences: { s0: silences['s0']! } }, clockStart).silences ?? {}).length,
      0,
    );
    const carried = carriedOver({ ...state, silences }, clockStart + 1);
    assert.ok(Buffer.byteLength(JSON.stringify(carried)) <= 48 * 1024);
    assert.ok('data' in checkedData('session.start', { ...start, carried }));
    const days = Object.values(carried.today?.by_model ?? {});
    const total = (key: 'output_tokens' | 'energy_joules'): number => days.reduce((sum, day) => sum + day[key], 0);
    assert.equal(total('output_tokens'), (299 * 300) / 2);
    assert.equal(total('energy_joules'), 300);
    assert.deepEqual(carried.alerts, {}, 'so many silences leave no room');
    assert.ok(carried.silences && 's199' in carried.silences, 'the newest silences stay');
    assert.ok('a299' in carriedOver(state, clockStart + 1).alerts, 'the newest alerts stay');
  });
});

/** In an order that depends on the seed alone. */
function shuffled<T>(values: readonly T[], seed: number): T[] {
  return values
    .map((value, index) => ({ value, rank: Math.sin(seed + index * 7919) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value);
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { EventLog, type EventLogOptions } from '../../../../src/engine/store/events/eventLog';
import { applyEvent, initialState } from '../../../../src/engine/store/events/monitorState';
import { FakeClock } from '../../../support/fakeClock';
import { course, drain, energy, heartbeat, prompt, request, type Written } from './someEvents';

function opened(options: Partial<EventLogOptions> = {}): { log: EventLog; clock: FakeClock; reports: string[] } {
  const clock = new FakeClock();
  const reports: string[] = [];
  const log = new EventLog({
    session: 's',
    startedAt: clock.now(),
    version: '1.0.0',
    clock,
    carried: null,
    report: (message) => reports.push(message),
    ...options,
  });
  return { log, clock, reports };
}

describe('the log of events', () => {
  it('numbers events from the start of the session to its end', () => {
    const { log, clock } = opened();
    clock.advance(5);
    log.record('energy.update', energy, { frameId: 3, energyDelta: 4.2 });
    log.end('stopped');
    log.end('stopped');
    const { events, snapshots } = drain(log.source);
    assert.deepEqual(
      events.map(({ sequence, type }) => [sequence, type]),
      [
        [1, 'session.start'],
        [2, 'energy.update'],
        [3, 'session.end'],
      ],
    );
    const [start, update] = events;
    assert.equal(start?.data['node'], process.version);
    assert.deepEqual(update, {
      session: 's',
      sequence: 2,
      timestamp: clock.now(),
      type: 'energy.update',
      data: energy,
      frameId: 3,
      energyDelta: 4.2,
    });
    assert.deepEqual(
      snapshots.map(({ sequence, reason, state }) => [sequence, reason, state]),
      [[3, 'end', JSON.stringify(log.state)]],
    );
  });

  it('takes an event that had to wait at its own time, after the one before it and not after now', () => {
    const { log, clock } = opened();
    const began = clock.now();
    clock.advance(10_000);
    for (const at of [began + 4000, began - 60_000, began + 6000, began + 86_400_000])
      log.record('health.heartbeat', heartbeat, { at });
    log.record('health.heartbeat', heartbeat);
    clock.advance(-5000);
    log.record('health.heartbeat', heartbeat);
    assert.deepEqual(
      drain(log.source).events.map(({ timestamp }) => timestamp - began),
      [0, 4000, 4000, 6000, 10_000, 10_000, 5000],
      'a clock that was set back is followed, not waited for',
    );
  });

  it('refuses data that breaks its schema, counts it and says so once for each type', () => {
    const { log, reports } = opened();
    const broken = { ...energy, energy: NaN };
    log.record('energy.update', broken);
    log.record('energy.update', broken);
    log.record('user.prompt', { ...prompt, hash: 'my secret text' });
    log.record('energy.update', energy, { energyDelta: NaN, frameId: Infinity });
    assert.deepEqual(
      [...log.refused],
      [
        ['energy.update', 2],
        ['user.prompt', 1],
      ],
    );
    assert.equal(reports.length, 2);
    assert.ok(reports.every((message) => !message.includes('secret')));
    const { events } = drain(log.source);
    assert.deepEqual(
      events.map(({ sequence }) => sequence),
      [1, 2],
    );
    assert.ok(!('energyDelta' in (events[1] ?? {})));
  });

  it('refuses an event that the journal would not take, and events after the end', () => {
    const { log, reports } = opened();
    const names = Array.from({ length: 256 }, (_, i) => `${i}`.padEnd(256, '\u0001'));
    log.record('config.changed', { keys: names, from: {}, to: {} });
    log.end('stopped');
    log.record('health.heartbeat', heartbeat);
    assert.deepEqual([...log.refused.keys()], ['config.changed', 'health.heartbeat']);
    assert.match(reports[0] ?? '', /larger than the 65536/);
    assert.match(reports[1] ?? '', /ended/);
  });

  it('takes a snapshot every 1,000 events', () => {
    const { log } = opened();
    const written: Written = { events: [], snapshots: [] };
    for (let i = 0; i < 2100; i++) {
      log.record('energy.update', energy);
      if (i % 100 === 0) drain(log.source, written);
    }
    assert.deepEqual(
      drain(log.source, written).snapshots.map(({ sequence, reason }) => [sequence, reason]),
      [
        [1000, 'events'],
        [2000, 'events'],
      ],
    );
  });

  it('takes a snapshot every minute in which anything happened', () => {
    const { log, clock } = opened();
    const due = (): string[] => drain(log.source).snapshots.map(({ reason }) => reason);
    assert.deepEqual(due(), []);
    clock.advance(60_000);
    assert.deepEqual(due(), ['periodic']);
    clock.advance(60_000);
    assert.deepEqual(due(), [], 'nothing happened');
    log.record('energy.update', energy);
    assert.deepEqual(due(), []);
    clock.advance(60_000);
    assert.deepEqual(due(), ['periodic']);
  });

  it('writes the end of the session before, then begins its own', () => {
    const missingEnd = {
      session: 'before',
      sequence: 8,
      timestamp: 5,
      type: 'session.end' as const,
      data: { reason: 'crash' },
    };
    const { log } = opened({ recovered: { session: 'before', missingEnd } });
    const { events } = drain(log.source);
    assert.deepEqual(events[0], missingEnd);
    assert.equal(events[1]?.sequence, 1);
    assert.equal(log.state.session.recovered_from, 'before');
  });

  it('stays within bounds while nothing can be written', () => {
    const { log } = opened();
    for (let i = 0; i < 5000; i++) log.record('model.request', { ...request, problem: 'x'.repeat(1000) });
    log.record('consent.granted', { scope: 'exports' });
    assert.ok(log.depth <= 1000);
    const dropped = log.dropped.get('model.request') ?? 0;
    const { events } = drain(log.source);
    assert.equal(events.length + dropped, 5002);
    assert.equal(events[0]?.type, 'session.start');
    assert.equal(events.at(-1)?.type, 'consent.granted');
  });

  it('has at every moment the state that its written events come to', () => {
    fc.assert(
      fc.property(course, (happenings) => {
        const { log, clock } = opened({ timeZone: 'Europe/Berlin' });
        for (const { type, data, afterMs } of happenings) {
          clock.advance(afterMs);
          log.record(type, data);
        }
        log.end('stopped');
        const { events } = drain(log.source);
        const folded = events.reduce(applyEvent, initialState('s'));
        assert.equal(JSON.stringify(folded), JSON.stringify(log.state));
      }),
    );
  });
});

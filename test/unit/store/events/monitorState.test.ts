import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EventType } from '../../../../src/protocol/events';
import { applyEvent, initialState } from '../../../../src/engine/store/events/monitorState';
import { parseState, type MonitorState } from '../../../../src/engine/store/events/stateSchema';
import { alert, energy, examples, request, start } from './someEvents';

/** 2026-03-29 in Berlin, whose clocks are set forward that night. */
const noon = Date.UTC(2026, 2, 29, 10);
const hourMs = 3_600_000;

type Step = readonly [type: EventType, data: object, at?: number];

function after(...steps: readonly Step[]): MonitorState {
  let sequence = 0;
  const all: readonly Step[] = [['session.start', start], ...steps];
  return all.reduce(
    (state, [type, data, timestamp = noon]) =>
      applyEvent(state, { session: 's', sequence: ++sequence, timestamp, type, data: { ...data }, frameId: 9 }),
    initialState('s'),
  );
}

describe('the state of a session', () => {
  it('begins with its session', () => {
    const { session, events } = after();
    assert.equal(session.started_at, noon);
    assert.equal(session.time_zone, 'Europe/Berlin');
    assert.deepEqual(events, { count: 1, by_type: { 'session.start': 1 } });
  });

  it('knows of the tokens of a day whether some of them are an estimate', () => {
    const today = (...steps: readonly Step[]): unknown => after(...steps).today?.by_model['local/m'];
    const measured = today(['model.request', request]);
    assert.deepEqual(measured, { input_tokens: 12, output_tokens: 40, energy_joules: 0 });
    const estimated = { ...request, token_quality: 'estimated' };
    assert.deepEqual(today(['model.request', estimated], ['model.request', request]), {
      input_tokens: 24,
      output_tokens: 80,
      energy_joules: 0,
      is_estimated: true,
    });
    const state = after(['model.request', estimated]);
    assert.deepEqual(parseState(JSON.stringify(state)), state);
  });

  it('adds energy up, in all and by model, and shows the newest', () => {
    const state = after(
      ['energy.update', { ...energy, energy: 2 }],
      ['energy.update', { ...energy, energy: 3, model_id: 'a/b' }],
      ['energy.update', { ...energy, energy: -0.5 }],
    );
    assert.deepEqual(state.energy_accumulator, { total_energy: 4.5, by_model: { 'ollama/llama2:7b': 1.5, 'a/b': 3 } });
    assert.deepEqual(state.frame_state, {
      frame_id: 9,
      model_id: 'ollama/llama2:7b',
      energy_current: -0.5,
      fps: 60,
      frame_budget_used: 12.3,
    });
  });

  it('counts requests by how they ended and by model, with their tokens', () => {
    const untold = { ...request, state: 'failed', input_tokens: undefined, output_tokens: undefined };
    const state = after(['model.request', request], ['model.request', JSON.parse(JSON.stringify(untold)) as object]);
    assert.deepEqual(state.requests, {
      total: 2,
      by_state: { done: 1, failed: 1 },
      by_model: { 'local/m': { count: 2, input_tokens: 12, output_tokens: 40 } },
    });
  });

  it('begins each day anew, at midnight where the session is', () => {
    const state = after(['model.request', request, noon], ['energy.update', { ...energy, model_id: 'local/m' }, noon]);
    assert.equal(state.today?.date, '2026-03-29');
    assert.equal(state.today.until - state.today.from, 23 * hourMs);
    assert.deepEqual(state.today.by_model, {
      'local/m': { input_tokens: 12, output_tokens: 40, energy_joules: 4.2 },
    });
    const before = after(['model.request', request, noon], ['model.request', request, state.today.until - 1]);
    assert.equal(before.today?.by_model['local/m']?.input_tokens, 24);
    const next = after(['model.request', request, noon], ['model.request', request, state.today.until]);
    assert.equal(next.today?.date, '2026-03-30');
    assert.equal(next.today.by_model['local/m']?.input_tokens, 12);
  });

  it('keeps an alert from when it began until it is resolved', () => {
    const later = noon + 5000;
    const firing = after(['alert.pending', { ...alert, state: 'pending' }], ['alert.firing', alert, later]);
    const { alert_id, ...told } = alert;
    assert.deepEqual(firing.alerts.active, { [alert_id]: { ...told, since: noon } });
    const acknowledged = after(['alert.firing', alert], ['alert.acknowledged', { ...alert, state: 'acknowledged' }]);
    assert.equal(acknowledged.alerts.active['a1']?.state, 'acknowledged');
    assert.deepEqual(after(['alert.firing', alert], ['alert.resolved', alert]).alerts.active, {});
  });

  it('takes the time at which an alert began from what is told, and only else from when that was written', () => {
    const told = after(['alert.firing', { ...alert, since: noon - 3 }]);
    assert.equal(told.alerts.active['a1']?.since, noon - 3);
    assert.equal(after(['alert.firing', alert]).alerts.active['a1']?.since, noon);
  });

  it('keeps what is told of an alert besides, where it is told', () => {
    const details = {
      name: 'High CPU',
      category: 'performance',
      unit: 'percent',
      incident: 'a1-1',
      fired_at: noon,
      acknowledged_at: noon + 1,
    };
    const state = after(['alert.acknowledged', { ...alert, ...details, state: 'acknowledged' }]);
    const { alert_id, ...told } = alert;
    const kept = { ...told, ...details, state: 'acknowledged', since: noon };
    assert.deepEqual(state.alerts.active, { [alert_id]: kept });
    assert.deepEqual(parseState(JSON.stringify(state)), state);
  });

  it('keeps a silence while it lasts, whether or not its alert is active', () => {
    const silenced = { ...alert, state: 'silenced', until: noon + hourMs };
    const { rule, labels } = alert;
    const silence = { a1: { rule, labels, until: noon + hourMs } };
    assert.deepEqual(after(['alert.silenced', silenced]).silences, silence);
    assert.deepEqual(after(['alert.silenced', silenced], ['alert.resolved', alert]).silences, silence);
    const early = after(['alert.silenced', { ...silenced, state: 'resolved' }]);
    assert.deepEqual(early.silences, silence);
    assert.deepEqual(early.alerts.active, {}, 'to silence a resolved alert does not make it active');
    const ended = after(['alert.silenced', silenced], ['alert.silenced', { ...alert, until: noon }]);
    assert.deepEqual(ended.silences, {});
    assert.equal(ended.alerts.active['a1']?.state, 'firing');
    const other = { ...silenced, alert_id: 'a2', until: noon + 2 * hourMs };
    const later = after(['alert.silenced', silenced], ['alert.silenced', other, noon + hourMs]);
    assert.deepEqual(Object.keys(later.silences), ['a2'], 'one that is over goes with the next one');
  });

  it('keeps a silence until its alert is resolved, where that is asked for', () => {
    const silenced = ['alert.silenced', { ...alert, state: 'silenced', until: null }] as const;
    assert.deepEqual(after(silenced).silences, { a1: { rule: alert.rule, labels: alert.labels, until: null } });
    assert.deepEqual(after(silenced, ['alert.resolved', alert]).silences, {});
    const without = after(['alert.silenced', { ...alert, state: 'silenced' }]);
    assert.deepEqual(without.silences, {}, 'events from before silences had a time say nothing of one');
  });

  it('reads snapshots from before there were silences', () => {
    const { silences, ...before } = after(['alert.firing', alert]);
    assert.deepEqual(parseState(JSON.stringify(before)), { ...before, silences });
  });

  it('keeps what was granted, patterns, settings that changed and the last heartbeat', () => {
    const state = after(
      ['consent.granted', { scope: 'exports' }],
      ['consent.granted', { scope: 'reports' }],
      ['consent.revoked', { scope: 'exports' }],
      ['pattern.interference', examples['pattern.interference']],
      ['config.changed', examples['config.changed']],
      ['health.heartbeat', examples['health.heartbeat'], noon + 1],
      ['session.end', { reason: 'stopped' }],
    );
    assert.deepEqual(state.consent, { reports: true, exports: false });
    assert.deepEqual(state.patterns, { constructive: 1, destructive: 0 });
    assert.deepEqual(state.config, { changes: 1, last_keys: ['store.flushMs'] });
    assert.deepEqual(state.heartbeat, { timestamp: noon + 1, ...examples['health.heartbeat'] });
    assert.equal(state.session.ended, 'stopped');
  });

  it('takes over what the session before left', () => {
    const day = { date: '2026-03-29', from: noon - hourMs, until: noon + hourMs, by_model: {} };
    const { alert_id, ...told } = alert;
    const silences = { a2: { rule: 'r', labels: {}, until: noon + hourMs } };
    const carried = { today: day, alerts: { [alert_id]: { ...told, since: 1 } }, silences };
    const state = after(['session.start', { ...start, carried, recovered_from: 'before' }]);
    assert.deepEqual(state.today, day);
    assert.deepEqual(state.alerts.active, carried.alerts);
    assert.deepEqual(state.silences, silences);
    const { today, alerts } = carried;
    assert.deepEqual(after(['session.start', { ...start, carried: { today, alerts } }]).silences, {});
    assert.equal(state.session.recovered_from, 'before');
    assert.deepEqual(initialState('s', carried).today, day);
  });

  it('only counts an event whose data is not what its type says', () => {
    const state = after(['energy.update', { energy: 'much' }], ['session.start', {}]);
    const events = { count: 3, by_type: { 'session.start': 2, 'energy.update': 1 } };
    assert.deepEqual(state, { ...after(), events });
  });

  it('sums what is too much, and leaves the oldest alerts out', () => {
    const steps: Step[] = [];
    for (let i = 0; i < 500; i++) {
      steps.push(['model.request', { ...request, model_id: `r/${i}` }]);
      steps.push(['energy.update', { ...energy, energy: 1, model_id: `r/${i}` }]);
      steps.push(['alert.firing', { ...alert, alert_id: `alert ${i}` }]);
      steps.push(['alert.silenced', { ...alert, alert_id: `alert ${i}`, state: 'resolved', until: null }]);
      steps.push(['consent.granted', { scope: `scope ${i}` }]);
    }
    const state = after(...steps);
    assert.equal(Object.keys(state.requests.by_model).length, 201);
    assert.deepEqual(state.requests.by_model['other'], {
      count: 300,
      input_tokens: 300 * 12,
      output_tokens: 300 * 40,
    });
    assert.equal(state.energy_accumulator.by_model['other'], 300);
    assert.equal(state.energy_accumulator.total_energy, 500);
    assert.equal(Object.keys(state.today?.by_model ?? {}).length, 201);
    assert.equal(Object.keys(state.alerts.active).length, 200);
    assert.equal(state.alerts.dropped, 300);
    assert.ok('alert 499' in state.alerts.active);
    assert.equal(Object.keys(state.silences).length, 200);
    assert.equal(Object.keys(state.consent).length, 64);
    assert.deepEqual(parseState(JSON.stringify(state)), state);
  });

  it('reads no state out of what is none', () => {
    for (const text of ['', '{', 'null', '{}', '[]', JSON.stringify({ ...after(), requests: { total: '1' } })])
      assert.equal(parseState(text), undefined);
  });
});

import type { EventType } from '../../../protocol/events';
import type { EventData } from './eventSchemas';
import { ownEntry, withModel, withOneMore } from './boundedTable';
import {
  mostAlerts,
  mostSilences,
  type ActiveAlert,
  type CarriedState,
  type ModelDay,
  type Silences,
  type Today,
} from './carriedState';
import { dayOf, hasDay } from './day';
import { knownEvent, type KnownEvent } from './knownEvent';
import type { ModelRequests, MonitorState } from './stateSchema';
import type { StoreEvent } from './storeEvent';

/** The state before the first event of a session. */
export function initialState(session: string, carried: CarriedState | null = null): MonitorState {
  return {
    session: {
      id: session,
      started_at: null,
      version: '',
      platform: '',
      node: '',
      time_zone: 'UTC',
      recovered_from: null,
      ended: null,
    },
    events: { count: 0, by_type: {} },
    energy_accumulator: { total_energy: 0, by_model: {} },
    frame_state: { frame_id: null, model_id: null, energy_current: null, fps: null, frame_budget_used: null },
    requests: { total: 0, by_state: {}, by_model: {} },
    today: carried?.today ?? null,
    alerts: { active: carried?.alerts ?? {}, dropped: 0 },
    silences: carried?.silences ?? {},
    patterns: { constructive: 0, destructive: 0 },
    consent: {},
    heartbeat: null,
    config: { changes: 0, last_keys: [] },
  };
}

/**
 * The state after an event. Pure and total: the same events give the same state wherever they are applied, and an
 * event whose data is not what its type says is only counted.
 */
export function applyEvent(state: MonitorState, event: StoreEvent): MonitorState {
  const known = knownEvent(event);
  return 'event' in known ? applyKnown(state, known.event) : counted(state, event.type);
}

/** The same for an event that was looked at before. */
export function applyKnown(state: MonitorState, event: KnownEvent): MonitorState {
  return changed(counted(state, event.type), event);
}

function counted(state: MonitorState, type: EventType): MonitorState {
  const { count, by_type } = state.events;
  return { ...state, events: { count: count + 1, by_type: withOneMore(by_type, type) } };
}

function changed(state: MonitorState, event: KnownEvent): MonitorState {
  switch (event.type) {
    case 'session.start':
      return afterStart(state, event.timestamp, event.data);
    case 'session.end':
      return { ...state, session: { ...state.session, ended: event.data.reason } };
    case 'energy.update':
      return afterEnergy(state, event.timestamp, event.frameId, event.data);
    case 'model.request':
      return afterRequest(state, event.timestamp, event.data);
    case 'pattern.interference': {
      const { interference_type: type } = event.data;
      return { ...state, patterns: { ...state.patterns, [type]: state.patterns[type] + 1 } };
    }
    case 'alert.pending':
    case 'alert.firing':
    case 'alert.acknowledged':
    case 'alert.escalated':
      return afterAlert(state, event.timestamp, event.data);
    case 'alert.silenced':
      return afterSilence(state, event.timestamp, event.data);
    case 'alert.resolved':
      return withoutAlert(state, event.data.alert_id);
    case 'consent.granted':
      return withConsent(state, event.data.scope, true);
    case 'consent.revoked':
      return withConsent(state, event.data.scope, false);
    case 'config.changed':
      return { ...state, config: { changes: state.config.changes + 1, last_keys: event.data.keys } };
    case 'health.heartbeat':
      return { ...state, heartbeat: { timestamp: event.timestamp, ...event.data } };
    case 'user.prompt':
    case 'export.started':
    case 'export.finished':
    case 'purge.finished':
      return state;
  }
}

function afterStart(state: MonitorState, timestamp: number, data: EventData['session.start']): MonitorState {
  const { version, platform, node, time_zone, recovered_from, carried } = data;
  const session = { ...state.session, started_at: timestamp, version, platform, node, time_zone, recovered_from };
  const before = { ...state, session };
  if (!carried) return before;
  const alerts = { ...state.alerts, active: carried.alerts };
  return { ...before, today: carried.today, alerts, silences: carried.silences ?? {} };
}

function afterEnergy(
  state: MonitorState,
  timestamp: number,
  frameId: number | undefined,
  data: EventData['energy.update'],
): MonitorState {
  const { energy, model_id, fps, frame_budget_used } = data;
  const { total_energy, by_model } = state.energy_accumulator;
  return {
    ...state,
    energy_accumulator: {
      total_energy: total_energy + energy,
      by_model: withModel(by_model, model_id, (before = 0) => before + energy),
    },
    frame_state: { frame_id: frameId ?? null, model_id, energy_current: energy, fps, frame_budget_used },
    today: withToday(state, timestamp, model_id, (day) => ({ ...day, energy_joules: day.energy_joules + energy })),
  };
}

function afterRequest(state: MonitorState, timestamp: number, data: EventData['model.request']): MonitorState {
  const { total, by_state, by_model } = state.requests;
  const input = data.input_tokens ?? 0;
  const output = data.output_tokens ?? 0;
  const more = (before: ModelRequests = { count: 0, input_tokens: 0, output_tokens: 0 }): ModelRequests => ({
    count: before.count + 1,
    input_tokens: before.input_tokens + input,
    output_tokens: before.output_tokens + output,
  });
  return {
    ...state,
    requests: {
      total: total + 1,
      by_state: withOneMore(by_state, data.state),
      by_model: withModel(by_model, data.model_id, more),
    },
    today: withToday(state, timestamp, data.model_id, (day) => ({
      ...day,
      input_tokens: day.input_tokens + input,
      output_tokens: day.output_tokens + output,
      ...(data.token_quality === 'estimated' ? { is_estimated: true } : {}),
    })),
  };
}

const emptyDay: ModelDay = { input_tokens: 0, output_tokens: 0, energy_joules: 0 };

function withToday(
  { today, session }: MonitorState,
  at: number,
  model: string,
  change: (day: ModelDay) => ModelDay,
): Today | null {
  if (!hasDay(at)) return today;
  const isToday = today !== null && at >= today.from && at < today.until;
  const day = isToday ? today : { ...dayOf(at, session.time_zone), by_model: {} };
  return { ...day, by_model: withModel(day.by_model, model, (before = emptyDay) => change(before)) };
}

function afterAlert(state: MonitorState, timestamp: number, data: EventData['alert.firing']): MonitorState {
  const { alert_id, since, ...told } = data;
  const { active, dropped } = state.alerts;
  const known = ownEntry(active, alert_id);
  const alert: ActiveAlert = { ...told, since: since ?? known?.since ?? timestamp };
  const entries = Object.entries({ ...active, [alert_id]: alert });
  const excess = Math.max(0, entries.length - mostAlerts);
  return {
    ...state,
    alerts: { active: Object.fromEntries(entries.slice(excess)), dropped: dropped + excess },
  };
}

function withoutAlert(state: MonitorState, id: string): MonitorState {
  const active = Object.fromEntries(Object.entries(state.alerts.active).filter(([key]) => key !== id));
  const silences = ownEntry(state.silences, id)?.until === null ? without(state.silences, id) : state.silences;
  return { ...state, alerts: { ...state.alerts, active }, silences };
}

/** A silence may be of an alert that is resolved already, for the next time. */
function afterSilence(state: MonitorState, timestamp: number, data: EventData['alert.silenced']): MonitorState {
  const next = data.state === 'resolved' ? state : afterAlert(state, timestamp, data);
  const { alert_id, rule, labels, until } = data;
  if (until === undefined) return next;
  const lasting = Object.entries(without(state.silences, alert_id)).filter(
    ([, silence]) => silence.until === null || silence.until > timestamp,
  );
  if (until === null || until > timestamp) lasting.push([alert_id, { rule, labels, until }]);
  return { ...next, silences: Object.fromEntries(lasting.slice(-mostSilences)) };
}

function without(silences: Silences, id: string): Silences {
  return Object.fromEntries(Object.entries(silences).filter(([key]) => key !== id));
}

const mostScopes = 64;

function withConsent(state: MonitorState, scope: string, isGranted: boolean): MonitorState {
  const entries = Object.entries(state.consent).filter(([key]) => key !== scope);
  entries.push([scope, isGranted]);
  return { ...state, consent: Object.fromEntries(entries.slice(-mostScopes)) };
}

import { mostModels, type CarriedState, type ModelDay } from './carriedState';
import type { MonitorState } from './stateSchema';
import { otherModels } from './boundedTable';

/** Leaves room in the record of a session's start for the rest of it. */
const mostBytes = 48 * 1024;

/**
 * What of a session goes on in the next: its totals of the day, if the next begins on the same day, the alerts that
 * were active, and the silences that last. Kept small enough for one event: what is too much is summed, or left out,
 * smallest and oldest first.
 * @param nextAt When the next session begins, ms since 1970.
 */
export function carriedOver(state: MonitorState, nextAt: number): CarriedState {
  const { today } = state;
  const isSameDay = today !== null && nextAt >= today.from && nextAt < today.until;
  let models = mostModels;
  let alerts = Object.entries(state.alerts.active);
  let silences = Object.entries(state.silences).filter(([, { until }]) => until === null || until > nextAt);
  for (;;) {
    const carried: CarriedState = {
      today: isSameDay ? { ...today, by_model: largest(today.by_model, models) } : null,
      alerts: Object.fromEntries(alerts),
      ...(silences.length > 0 ? { silences: Object.fromEntries(silences) } : {}),
    };
    if (Buffer.byteLength(JSON.stringify(carried)) <= mostBytes) return carried;
    if (models > 0 && isSameDay) models = Math.floor(models / 2);
    else if (alerts.length > 0) alerts = alerts.slice(Math.ceil(alerts.length / 2));
    else silences = silences.slice(Math.ceil(silences.length / 2));
  }
}

function largest(models: Readonly<Record<string, ModelDay>>, most: number): Readonly<Record<string, ModelDay>> {
  const entries = Object.entries(models);
  const named = entries.filter(([model]) => model !== otherModels);
  if (named.length <= most) return models;
  const size = ([, day]: [string, ModelDay]): number => day.input_tokens + day.output_tokens;
  const kept = new Set(
    [...named]
      .sort((a, b) => size(b) - size(a))
      .slice(0, most)
      .map(([model]) => model),
  );
  const rest: ModelDay = { input_tokens: 0, output_tokens: 0, energy_joules: 0 };
  const others = entries.filter(([model]) => !kept.has(model)).reduce((sum, [, day]) => added(sum, day), rest);
  return Object.fromEntries([...named.filter(([model]) => kept.has(model)), [otherModels, others]]);
}

function added(a: ModelDay, b: ModelDay): ModelDay {
  return {
    input_tokens: a.input_tokens + b.input_tokens,
    output_tokens: a.output_tokens + b.output_tokens,
    energy_joules: a.energy_joules + b.energy_joules,
    ...(a.is_estimated === true || b.is_estimated === true ? { is_estimated: true } : {}),
  };
}

import type { StoreEvent } from '../../src/engine/store/events/storeEvent';
import { numberedGroups } from './numberedRows';
import type { StoredRow, StoredRows } from './storedRows';

/** What a session was promised to have on disk for good. */
export interface SessionPromise {
  readonly session: string;
  /** By name of the group, how many of its rows were acknowledged. */
  readonly rows: Map<string, number>;
  /** How many of its events were acknowledged; they are numbered from 1. */
  events: number;
  /** When a row was measured, ms since 1970; undefined when there never was such a row. */
  readonly timeOfRow: (group: string, row: number) => number | undefined;
  /** When an event happened; undefined when there never was such an event. */
  readonly timeOfEvent: (sequence: number) => number | undefined;
  /** It goes on: not all of it is in segments. */
  isOpen: boolean;
}

/** What may be gone for its age: everything before these times, ms since 1970. */
export interface KeptSince {
  readonly raw: number;
  readonly aggregated: number;
  readonly events: number;
}

/**
 * Holds a data folder against what was promised: every acknowledged row and event is there once with its values, unless
 * it is too old; nothing is there that was never measured; what was not acknowledged is there without a gap or not at
 * all. What is found counts as promised from then on.
 * @returns what is not as promised; undefined when all is well.
 */
export function brokenPromise(
  found: StoredRows,
  promises: ReadonlyMap<string, SessionPromise>,
  since: KeptSince,
): string | undefined {
  if (found.wrong.length > 0) return `${found.wrong.length} wrong values: ${found.wrong[0]!}`;
  for (const session of [...found.rows.keys(), ...found.events.keys()])
    if (!promises.has(session)) return `${session} was never begun`;
  for (const promise of promises.values()) {
    const broken = brokenRows(found, promise, since) ?? brokenEvents(found, promise, since.events);
    if (broken !== undefined) return `${promise.session} ${broken}`;
  }
  return missingEnd(found);
}

function brokenRows(found: StoredRows, promise: SessionPromise, since: KeptSince): string | undefined {
  for (const { name } of numberedGroups) {
    const rows = [...(found.rows.get(promise.session)?.get(name) ?? [])].sort((a, b) => a.row - b.row);
    const broken =
      brokenNumbers(
        rows.map(({ row }) => row),
        promise.rows.get(name) ?? 0,
      ) ??
      brokenTimes(name, rows, promise) ??
      tooYoung((rows[0]?.row ?? promise.rows.get(name) ?? 0) - 1, since.raw, (row) => promise.timeOfRow(name, row));
    if (broken !== undefined) return `${name} rows: ${broken}`;
    promise.rows.set(name, Math.max(promise.rows.get(name) ?? 0, (rows.at(-1)?.row ?? -1) + 1));
    const begun = promise.timeOfRow(name, 0) ?? -Infinity;
    const counted = found.counted.get(promise.session)?.get(name) ?? 0;
    if (!promise.isOpen && begun >= since.aggregated && counted !== promise.rows.get(name))
      return `${name}: buckets count ${counted} of ${promise.rows.get(name) ?? 0} rows`;
  }
  return undefined;
}

function brokenTimes(group: string, rows: readonly StoredRow[], promise: SessionPromise): string | undefined {
  const wrong = rows.find(({ row, time }) => promise.timeOfRow(group, row) !== time);
  return wrong && `${wrong.row} is at ${wrong.time}, measured at ${promise.timeOfRow(group, wrong.row) ?? 'no time'}`;
}

function brokenEvents(found: StoredRows, promise: SessionPromise, since: number): string | undefined {
  const events = [...(found.events.get(promise.session) ?? [])].sort((a, b) => a.sequence - b.sequence);
  const numbers = events.map(({ sequence }) => sequence - 1);
  const lastMissing = (numbers[0] ?? promise.events) - 1;
  const broken =
    brokenNumbers(numbers, promise.events) ?? tooYoung(lastMissing, since, (number) => promise.timeOfEvent(number + 1));
  if (broken !== undefined) return `events: ${broken}`;
  promise.events = Math.max(promise.events, events.at(-1)?.sequence ?? 0);
  return undefined;
}

/** They follow each other, and go on as far as was acknowledged if there are any. */
function brokenNumbers(sorted: readonly number[], acknowledged: number): string | undefined {
  for (const [i, number] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before === number) return `${number} is there twice`;
    if (before !== undefined && number !== before + 1) return `${before + 1} to ${number - 1} are missing`;
  }
  const last = sorted.at(-1);
  if (last !== undefined && last + 1 < acknowledged) return `${last + 1} to ${acknowledged - 1} are missing`;
  return undefined;
}

/** What is missing at the beginning must be older than the limit. @param last Number of the last that is missing. */
function tooYoung(last: number, since: number, timeOf: (number: number) => number | undefined): string | undefined {
  const time = last < 0 ? undefined : timeOf(last);
  if (time === undefined || time < since) return undefined;
  return `all up to ${last} are missing, of ${new Date(time).toISOString()}, kept since ${new Date(since).toISOString()}`;
}

/** A session that was followed by another one has its end, which the next one writes down if it could not. */
function missingEnd({ events }: StoredRows): string | undefined {
  const sessions = [...events].filter(([, list]) => list.some(({ sequence }) => sequence === 1));
  sessions.sort(([a], [b]) => (a.slice(-8) < b.slice(-8) ? -1 : 1));
  for (const [session, list] of sessions.slice(0, -1)) {
    const ends = list.filter(({ type }) => type === 'session.end').length;
    if (ends !== 1) return `${session} ends ${ends} times: ${list.map(typeOf).join()}`;
  }
  return undefined;
}

const typeOf = ({ sequence, type }: StoreEvent): string => `${sequence} ${type}`;

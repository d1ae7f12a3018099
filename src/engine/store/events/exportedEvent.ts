import * as v from 'valibot';
import { eventTypes } from '../../../protocol/events';
import { knownEvent } from './knownEvent';
import { name, real, shape, whole } from './schemaParts';
import type { StoreEvent } from './storeEvent';
import { isoMicroseconds, parseIso } from './isoTime';

/** An event as exports show it to other programs. */
export interface ExportedEvent {
  readonly session_id: string;
  /** ISO 8601 in UTC, with microseconds. */
  readonly timestamp: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly frame_id?: number;
  /** Joules. */
  readonly energy_delta?: number;
  /** Grows by one with each event of a session, so that a missing one shows. */
  readonly sequence?: number;
}

const exportedEvent = shape({
  session_id: name,
  timestamp: v.pipe(v.string(), v.maxLength(40)),
  type: v.picklist(eventTypes),
  data: v.record(v.string(), v.unknown()),
  frame_id: v.nullish(whole),
  energy_delta: v.nullish(real),
  sequence: v.nullish(v.pipe(whole, v.minValue(1))),
});

export function exportedOf(event: StoreEvent): ExportedEvent {
  const { session, sequence, timestamp, type, data, frameId, energyDelta } = event;
  return {
    session_id: session,
    timestamp: isoMicroseconds(timestamp),
    type,
    data,
    ...(frameId === undefined ? {} : { frame_id: frameId }),
    ...(energyDelta === undefined ? {} : { energy_delta: energyDelta }),
    sequence,
  };
}

/**
 * An event read from an export, or why it cannot be one.
 * @param nextSequence Its number where the export has none.
 */
export function importedOf(
  value: unknown,
  nextSequence: number,
): { readonly event: StoreEvent } | { readonly problem: string } {
  const result = v.safeParse(exportedEvent, value, { abortEarly: true });
  if (!result.success) {
    const issue = result.issues[0];
    return { problem: `${v.getDotPath(issue) ?? 'an event'} takes ${issue.expected ?? 'something else'}` };
  }
  const { session_id, timestamp: iso, type, data, frame_id, energy_delta, sequence } = result.output;
  const timestamp = parseIso(iso);
  if (timestamp === undefined) return { problem: 'timestamp takes a time in ISO 8601 with its zone' };
  const event: StoreEvent = {
    session: session_id,
    sequence: sequence ?? nextSequence,
    timestamp,
    type,
    data,
    ...(frame_id === undefined || frame_id === null ? {} : { frameId: frame_id }),
    ...(energy_delta === undefined || energy_delta === null ? {} : { energyDelta: energy_delta }),
  };
  const known = knownEvent(event);
  return 'problem' in known ? { problem: `${type}: ${known.problem}` } : { event: known.event };
}

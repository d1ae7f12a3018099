import * as v from 'valibot';
import { eventTypes } from '../../../protocol/events';
import { DamagedBytes } from '../codec/byteReader';
import type { StoreEvent, StoreSnapshot } from '../events/storeEvent';

/** Most bytes of an event and of a snapshot as JSON. */
const mostEventBytes = 64 * 1024;
const mostSnapshotBytes = 4 * 1024 * 1024;

const session = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
const sequence = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const time = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15));

const envelope = v.object({
  session,
  sequence,
  timestamp: time,
  type: v.string(),
  data: v.record(v.string(), v.unknown()),
  frameId: v.exactOptional(v.pipe(v.number(), v.finite())),
  energyDelta: v.exactOptional(v.pipe(v.number(), v.finite())),
});
const snapshotSchema = v.object({
  session,
  sequence,
  timestamp: time,
  reason: v.picklist(['periodic', 'events', 'end']),
  state: v.string(),
});
const knownType = v.picklist(eventTypes);

/** @throws RangeError when it would have more than 64 KiB. */
export function eventText(event: StoreEvent): string {
  return within(JSON.stringify(event), mostEventBytes, 'An event');
}

/** @throws RangeError when it would have more than 4 MiB. */
export function snapshotText(snapshot: StoreSnapshot): string {
  return within(JSON.stringify(snapshot), mostSnapshotBytes, 'A snapshot');
}

/**
 * @returns undefined for an event of a type that this version does not know.
 * @throws DamagedBytes when it is no event.
 */
export function parseEvent(text: string): StoreEvent | undefined {
  const { type, ...rest } = checked(envelope, text);
  return v.is(knownType, type) ? { ...rest, type } : undefined;
}

/** @throws DamagedBytes when it is no snapshot. */
export function parseSnapshot(text: string): StoreSnapshot {
  return checked(snapshotSchema, text);
}

function checked<const S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> {
  const result = v.safeParse(schema, parsed(text), { abortEarly: true });
  if (!result.success) throw new DamagedBytes('An event or snapshot has not the parts that it must have.');
  return result.output;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DamagedBytes('An event or snapshot is not JSON.', { cause: error });
  }
}

function within(text: string, mostBytes: number, what: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes)
    throw new RangeError(`${what} of ${bytes} bytes is larger than the ${mostBytes} that are kept.`);
  return text;
}

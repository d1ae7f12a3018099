import { eventTypes } from '../../../protocol/events';
import type { StoreEvent, StoreSnapshot } from '../events/storeEvent';
import { Cells } from './cells';
import { mostTextCharacters } from './seriesRows';
import type { SqliteRow, SqliteValue } from './sqlite';

/** An event's data has at most 64 KiB, a snapshot's state 4 MiB; a little more is no reason to lose them. */
const mostDataCharacters = 128 * 1024;
const mostStateCharacters = 8 * 1024 * 1024;

const reasons = ['periodic', 'events', 'end'] as const;

export const eventColumns = 'session_id, sequence, timestamp, type, data, frame_id, energy_delta';
export const snapshotColumns = 'session_id, sequence, timestamp, reason, state';

/** A row of the table `event`. */
export function eventRow(event: StoreEvent): SqliteValue[] {
  const { session, sequence, timestamp, type, data, frameId, energyDelta } = event;
  return [
    session.toWellFormed(),
    sequence,
    timestamp,
    type,
    JSON.stringify(data),
    frameId ?? null,
    energyDelta ?? null,
  ];
}

/** @throws BadValue, UnknownWord */
export function parseEventRow(row: SqliteRow): StoreEvent {
  const cells = new Cells('event', row);
  return {
    session: cells.text(0, mostTextCharacters),
    sequence: cells.whole(1, 0, Number.MAX_SAFE_INTEGER),
    timestamp: cells.time(2),
    type: cells.word(3, eventTypes),
    data: cells.object(4, mostDataCharacters),
    ...(cells.isNull(5) ? {} : { frameId: cells.finite(5) }),
    ...(cells.isNull(6) ? {} : { energyDelta: cells.finite(6) }),
  };
}

/** A row of the table `snapshot`. */
export function snapshotRow({ session, sequence, timestamp, reason, state }: StoreSnapshot): SqliteValue[] {
  return [session.toWellFormed(), sequence, timestamp, reason, state.toWellFormed()];
}

/** @throws BadValue, UnknownWord */
export function parseSnapshotRow(row: SqliteRow): StoreSnapshot {
  const cells = new Cells('snapshot', row);
  return {
    session: cells.text(0, mostTextCharacters),
    sequence: cells.whole(1, 0, Number.MAX_SAFE_INTEGER),
    timestamp: cells.time(2),
    reason: cells.word(3, reasons),
    state: cells.text(4, mostStateCharacters),
  };
}

import { ByteReader, DamagedBytes } from '../codec/byteReader';
import type { FileCipher, RecordCipher } from '../encryption/cipher';
import { StoreLocked } from '../encryption/keyFile';
import type { StoreEvent, StoreSnapshot } from '../events/storeEvent';
import { framesAgain, framesOf, frameTypes, type Frame } from './frames';
import { readGroup, type StoredGroup } from './groupRecord';
import { mostHeaderBytes, readHeader, type JournalHeader } from './journalHeader';
import { EncodedRows, readRows, type RowsRecord } from './rowsRecord';
import { parseEvent, parseSnapshot } from './textRecords';

export type JournalRecord =
  | { readonly kind: 'group'; readonly group: StoredGroup }
  | RowsRecord
  | { readonly kind: 'event'; readonly event: StoreEvent }
  | { readonly kind: 'snapshot'; readonly snapshot: StoreSnapshot };

/** What can be believed of a journal: everything before the first frame that is not right. */
export interface JournalContent {
  /** undefined when the file has no whole header. */
  readonly header: JournalHeader | undefined;
  /** In the order in which they were written; each walk over them decodes them anew. */
  readonly records: Iterable<JournalRecord>;
  /** Times of the earliest and the latest row, ms since 1970; undefined when there is none. */
  readonly span?: { readonly from: number; readonly to: number };
  /** Offset of the end of the last frame that is right. */
  readonly goodBytes: number;
  /** Something is missing or follows that cannot be believed. */
  readonly isTorn: boolean;
  /** The file was being made when its writer ended, and never held anything: it may be removed. */
  readonly isEmpty: boolean;
}

/**
 * Reads a journal as far as it can be believed.
 * @param upTo Bytes that count: what was acknowledged, as the header of the next journal or its writer tells.
 * @throws NewerJournal when a newer version wrote it. @throws StoreLocked when it is encrypted with another key.
 */
export function readJournal(bytes: Uint8Array, upTo = bytes.length, cipher?: RecordCipher): JournalContent {
  const end = Math.min(upTo, bytes.length);
  const header = headerOf(bytes.subarray(0, end));
  if (!header) return { header, records: [], goodBytes: 0, isTorn: upTo > 0, isEmpty: bytes.length <= mostHeaderBytes };
  const opener = openerOf(header, cipher);
  const { ends, span } = believedFrames(bytes, end, opener);
  const goodBytes = ends.at(-1) ?? 0;
  const records = { [Symbol.iterator]: () => recordsIn(framesAgain(bytes, ends), opener) };
  return {
    header,
    records,
    goodBytes,
    isTorn: goodBytes < upTo,
    isEmpty: false,
    ...(span.from <= span.to && { span }),
  };
}

/**
 * The header of a journal, for which its first 512 bytes are enough; undefined when there is no whole one.
 * @throws NewerJournal when a newer version wrote it.
 */
export function headerOf(bytes: Uint8Array): JournalHeader | undefined {
  const first = framesOf(bytes, bytes.length).next();
  if (first.done === true || first.value.type !== frameTypes.header) return undefined;
  try {
    return readHeader(new ByteReader(first.value.payload));
  } catch (error) {
    if (error instanceof DamagedBytes) return undefined;
    throw error;
  }
}

type Opener = (frame: Frame) => Uint8Array;

function openerOf({ encryption }: JournalHeader, cipher: RecordCipher | undefined): Opener {
  if (!encryption) return ({ payload }) => payload;
  if (cipher?.keyId !== encryption.keyId)
    throw new StoreLocked(
      'A journal is encrypted, and the key for it is not here. Its time is missing; unlock the store with the key or passphrase that it was written with.',
    );
  const file: FileCipher = cipher.openFile(encryption.salt);
  return ({ index, payload }) => {
    try {
      return file.open(index, payload);
    } catch (error) {
      throw new DamagedBytes('A record of a journal cannot be decrypted.', { cause: error });
    }
  };
}

/** More than are written in a second. */
const usualRows = 1024;

/** Where the frames end that come before the first one whose content is not right, and the time that they span. */
function believedFrames(bytes: Uint8Array, end: number, open: Opener): Believed {
  const ends: number[] = [];
  const span = { from: Infinity, to: -Infinity };
  const groups = new Map<number, StoredGroup>();
  const spare = new Float64Array(usualRows);
  for (const frame of framesOf(bytes, end)) {
    try {
      const record = recordIn(frame, open, groups);
      if (record instanceof EncodedRows) {
        const { first, last } = record.check(spare);
        span.from = Math.min(span.from, first);
        span.to = Math.max(span.to, last);
      }
    } catch (error) {
      if (error instanceof DamagedBytes) break;
      throw error;
    }
    ends.push(frame.end);
  }
  return { ends, span };
}

interface Believed {
  readonly ends: readonly number[];
  readonly span: { readonly from: number; readonly to: number };
}

/** undefined for the header, for the mark of a closed journal, and for what this version does not know. */
function recordIn(frame: Frame, open: Opener, groups: Map<number, StoredGroup>): JournalRecord | undefined {
  // Whoever closed it may not have the key that its header names.
  if (frame.index === 0 || frame.type === frameTypes.closed) return undefined;
  const record = parse(frame.type, open(frame), groups);
  if (record?.kind === 'group') groups.set(record.group.number, record.group);
  return record;
}

function parse(type: number, payload: Uint8Array, groups: ReadonlyMap<number, StoredGroup>): JournalRecord | undefined {
  const reader = new ByteReader(payload);
  switch (type) {
    case frameTypes.group:
      return { kind: 'group', group: readGroup(reader, groups) };
    case frameTypes.rows:
      return readRows(reader, groups);
    case frameTypes.event: {
      const event = parseEvent(reader.text(Infinity));
      return event && { kind: 'event', event };
    }
    case frameTypes.snapshot:
      return { kind: 'snapshot', snapshot: parseSnapshot(reader.text(Infinity)) };
    default:
      return undefined;
  }
}

function* recordsIn(frames: Iterable<Frame>, open: Opener): Generator<JournalRecord> {
  const groups = new Map<number, StoredGroup>();
  for (const frame of frames) {
    const record = recordIn(frame, open, groups);
    if (record) yield record;
  }
}

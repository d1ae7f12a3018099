import { ByteReader, DamagedBytes } from '../codec/byteReader';
import type { FileCipher, RecordCipher } from '../encryption/cipher';
import { StoreLocked } from '../encryption/keyFile';
import type { StoreEvent, StoreSnapshot } from '../events/storeEvent';
import { framesOf, frameTypes, type Frame } from './frames';
import { readGroup, type StoredGroup } from './groupRecord';
import { mostHeaderBytes, readHeader, type JournalHeader } from './journalHeader';
import { readRows, type RowsRecord } from './rowsRecord';
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
  let goodBytes = 0;
  for (const walked of walk(bytes, end, opener)) goodBytes = walked.end;
  const records = { [Symbol.iterator]: () => recordsIn(walk(bytes, goodBytes, opener)) };
  return { header, records, goodBytes, isTorn: goodBytes < upTo, isEmpty: false };
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

/** The frames after the header with what they hold, up to the first one whose content is not right. */
function* walk(
  bytes: Uint8Array,
  end: number,
  open: Opener,
): Generator<{ readonly record: JournalRecord | undefined; readonly end: number }> {
  const groups = new Map<number, StoredGroup>();
  for (const frame of framesOf(bytes, end)) {
    try {
      const record = frame.index === 0 ? undefined : parse(frame.type, open(frame), groups);
      if (record?.kind === 'group') groups.set(record.group.number, record.group);
      yield { record, end: frame.end };
    } catch (error) {
      if (error instanceof DamagedBytes) return;
      throw error;
    }
  }
}

/** undefined for what this version does not know. */
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

function* recordsIn(walked: ReturnType<typeof walk>): Generator<JournalRecord> {
  for (const { record } of walked) if (record) yield record;
}

import { DamagedBytes, type ByteReader } from '../codec/byteReader';
import type { ByteWriter } from '../codec/byteWriter';
import { mostSequence, type JournalId } from './journalName';

/** The first record of each journal. */
export interface JournalHeader extends JournalId {
  readonly session: string;
  /** Milliseconds since 1970 at which this journal was opened. */
  readonly startedAt: number;
  /** Bytes of the journal before this one (same epoch) that were acknowledged; what lies beyond is here again. */
  readonly previousBytes: number;
  readonly encryption?: { readonly keyId: string; readonly salt: Uint8Array };
}

/** A journal of a newer version of the extension: whole, but not for this version to read or remove. */
export class NewerJournal extends Error {
  override readonly name = 'NewerJournal';

  constructor(version: number) {
    super(
      `A journal was written by a newer version of Wirthforge Monitor (format ${version}). It is left as it is and its time is missing here; update the extension to read it.`,
    );
  }
}

export const saltBytes = 16;
/** Longer than any header, frame included: a file without header that has more bytes was damaged later. */
export const mostHeaderBytes = 512;

const formatVersion = 1;
const mostEpoch = 99_999_999;
const mostNameBytes = 128;

export function writeHeader(writer: ByteWriter, header: JournalHeader): void {
  writer.varint(formatVersion);
  writer.varint(header.epoch);
  writer.varint(header.sequence);
  writer.text(header.session);
  writer.double(header.startedAt);
  writer.varint(header.previousBytes);
  writer.u8(header.encryption ? 1 : 0);
  if (!header.encryption) return;
  writer.text(header.encryption.keyId);
  writer.bytes(header.encryption.salt);
}

/** @throws NewerJournal, DamagedBytes */
export function readHeader(reader: ByteReader): JournalHeader {
  const version = reader.varint();
  if (version > formatVersion) throw new NewerJournal(version);
  const plain: JournalHeader = {
    epoch: reader.varint(),
    sequence: reader.varint(),
    session: reader.text(mostNameBytes),
    startedAt: reader.double(),
    previousBytes: reader.varint(),
  };
  const isSealed = reader.u8();
  const isPossible =
    version > 0 &&
    plain.epoch <= mostEpoch &&
    plain.sequence > 0 &&
    plain.sequence <= mostSequence &&
    plain.session !== '' &&
    Number.isFinite(plain.startedAt) &&
    isSealed <= 1;
  if (!isPossible) throw new DamagedBytes('The header of a journal is not one.');
  if (isSealed === 0) return plain;
  const keyId = reader.text(mostNameBytes);
  const salt = reader.bytes();
  if (salt.length !== saltBytes) throw new DamagedBytes('The salt of a journal has another length.');
  return { ...plain, encryption: { keyId, salt } };
}

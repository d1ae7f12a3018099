import { randomBytes } from 'node:crypto';
import { crc32 } from '../codec/crc32';
import { UnreadableRecord } from '../encryption/aesCipher';
import type { RecordCipher } from '../encryption/cipher';
import { StoreLocked } from '../encryption/keyFile';
import { DamagedSegment } from './segmentErrors';
import { formatSegmentName, parseSegmentName, type SegmentName } from './segmentName';

/** What an encrypted segment begins with: this, the key's id, the file's salt; one sealed record follows. */
const magic = Buffer.from('WFMSEG01', 'latin1');
const keyIdBytes = 8;
const saltBytes = 16;
const headerBytes = magic.length + keyIdBytes + saltBytes;

/** A segment's file and its name (without folder). */
export interface SegmentFileBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The file of a database: sealed when there is a cipher, and named with the checksum of what will lie on disk. */
export function toSegmentFile(
  database: Uint8Array,
  name: Omit<SegmentName, 'crc'>,
  cipher: RecordCipher | undefined,
): SegmentFileBytes {
  const bytes = cipher ? sealed(database, cipher) : database;
  return { name: formatSegmentName({ ...name, crc: crc32(bytes) }), bytes };
}

/**
 * The database inside a segment's file.
 * @param file Name of the file without folder, as it is called for good.
 * @throws DamagedSegment when the bytes are not those it is named for. @throws StoreLocked when its key is not at hand.
 */
export function fromSegmentFile(bytes: Buffer, file: string, cipher: RecordCipher | undefined): Buffer {
  const name = parseSegmentName(file);
  if (!name) throw new DamagedSegment(file, 'its name is not that of a segment');
  if (crc32(bytes) !== name.crc)
    throw new DamagedSegment(file, 'its bytes changed since it was written, as the checksum in its name tells');
  return isSealedSegment(bytes) ? opened(bytes, file, cipher) : bytes;
}

/** Whether a segment's file is encrypted. @param bytes Its first eight at least. */
export function isSealedSegment(bytes: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic);
}

function sealed(database: Uint8Array, cipher: RecordCipher): Uint8Array {
  const salt = randomBytes(saltBytes);
  const keyId = Buffer.from(cipher.keyId, 'hex');
  return Buffer.concat([magic, keyId, salt, cipher.openFile(salt).seal(0, database)]);
}

function opened(bytes: Buffer, file: string, cipher: RecordCipher | undefined): Buffer {
  if (bytes.length < headerBytes) throw new DamagedSegment(file, 'it ends in the middle of its header');
  const keyId = bytes.toString('hex', magic.length, magic.length + keyIdBytes);
  if (cipher?.keyId !== keyId) throw new StoreLocked(lockedOut(file, keyId, cipher));
  try {
    const plain = cipher
      .openFile(bytes.subarray(headerBytes - saltBytes, headerBytes))
      .open(0, bytes.subarray(headerBytes));
    return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
  } catch (error) {
    if (error instanceof UnreadableRecord)
      throw new DamagedSegment(file, 'it cannot be decrypted with the key that it names', { cause: error });
    throw error;
  }
}

function lockedOut(file: string, keyId: string, cipher: RecordCipher | undefined): string {
  const why = cipher ? `with the key ${keyId}, not with this store's key ${cipher.keyId}` : 'and no key is at hand';
  return `${file} is encrypted ${why}, so its time is missing in what is shown. Nothing was changed; give the store's passphrase, or restore the backup that the file came with.`;
}

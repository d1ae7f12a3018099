import type { RecordCipher } from '../encryption/cipher';
import type { SegmentName } from './segmentName';

/** Bytes of a segment's file and its name. */
export interface SegmentFileBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The file of a database: sealed when there is a cipher, named with the checksum of what lies on disk. */
export declare function toSegmentFile(
  database: Uint8Array,
  name: Omit<SegmentName, 'crc'>,
  cipher: RecordCipher | undefined,
): SegmentFileBytes;

/**
 * The database inside a segment's file.
 * @param file Name of the file without folder, as it is called for good.
 * @throws DamagedSegment when the bytes are not those it is named for; StoreLocked when the key is missing.
 */
export declare function fromSegmentFile(bytes: Buffer, file: string, cipher: RecordCipher | undefined): Buffer;

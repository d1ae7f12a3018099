import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { FileCipher, RecordCipher } from './cipher';

export const keyBytes = 32;
const tagBytes = 16;
const nonceBytes = 12;

/** A record that was not sealed with this key, or was changed since. */
export class UnreadableRecord extends Error {
  constructor() {
    super('A part of the store cannot be decrypted: it was changed on disk, or sealed with another key.');
    this.name = 'UnreadableRecord';
  }
}

/**
 * AES-256-GCM over records of files. Each file has a key of its own, derived from its salt (RFC 5869), so that the
 * number of a record is a nonce that never repeats, whatever is restored from a backup.
 * @param dataKey 32 bytes.
 */
export function aesCipher(dataKey: Uint8Array): RecordCipher {
  return {
    keyId: derived(dataKey, new Uint8Array(0), 'wirthforge key id', 8).toString('hex'),
    openFile: (salt) => fileCipher(derived(dataKey, salt, 'wirthforge store file', keyBytes)),
  };
}

function fileCipher(key: Buffer): FileCipher {
  return {
    seal: (index, plain) => {
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index));
      return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open: (index, sealed) => {
      if (sealed.byteLength < tagBytes) throw new UnreadableRecord();
      const end = sealed.byteLength - tagBytes;
      const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index), { authTagLength: tagBytes });
      decipher.setAuthTag(sealed.subarray(end));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
      } catch {
        // Node says only that the tag does not fit; which of the two causes it was cannot be told.
        throw new UnreadableRecord();
      }
    },
  };
}

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(nonceBytes);
  nonce.writeBigUInt64BE(BigInt(index), nonceBytes - 8);
  return nonce;
}

function derived(key: Uint8Array, salt: Uint8Array, purpose: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, purpose, bytes));
}

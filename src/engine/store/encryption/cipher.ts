/** Encrypts files under one key of the data folder. */
export interface RecordCipher {
  /** Names the key, so that a file can say which one it needs. */
  readonly keyId: string;
  /** @param salt Random bytes that no other file has. */
  openFile(salt: Uint8Array): FileCipher;
}

/** Encrypts the parts of one file. */
export interface FileCipher {
  /** @param index Number of the part within its file; never used twice to seal. */
  seal(index: number, plain: Uint8Array): Uint8Array;
  /** @throws Error when the bytes are not what was sealed as this part of this file. */
  open(index: number, sealed: Uint8Array): Uint8Array;
}

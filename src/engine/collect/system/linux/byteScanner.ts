const space = 0x20;
const newline = 0x0a;
const zero = 0x30;
const nine = 0x39;

/** Reads numbers and lines out of bytes without making strings of them. */
export class ByteScanner {
  private bytes: Uint8Array = new Uint8Array(0);
  private end = 0;
  at = 0;

  start(bytes: Uint8Array, length: number): void {
    this.bytes = bytes;
    this.end = length;
    this.at = 0;
  }

  /** Bytes from the cursor to the end. */
  get left(): number {
    return this.end - this.at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  /** The byte at the cursor; -1 at the end. */
  get byte(): number {
    return this.at < this.end ? this.bytes[this.at]! : -1;
  }

  /** Passes a text if it stands at the cursor. */
  pass(text: Uint8Array): boolean {
    if (this.at + text.length > this.end) return false;
    for (let i = 0; i < text.length; i++) if (this.bytes[this.at + i] !== text[i]) return false;
    this.at += text.length;
    return true;
  }

  skipSpaces(): void {
    while (this.at < this.end && this.bytes[this.at] === space) this.at++;
  }

  /** Moves to the next space, newline or the given byte. */
  skipWord(stop = space): void {
    while (this.at < this.end) {
      const byte = this.bytes[this.at]!;
      if (byte === space || byte === newline || byte === stop) return;
      this.at++;
    }
  }

  /** A whole number after any spaces; NaN where there is none. */
  number(): number {
    this.skipSpaces();
    let value = 0;
    const from = this.at;
    while (this.at < this.end) {
      const byte = this.bytes[this.at]!;
      if (byte < zero || byte > nine) break;
      value = value * 10 + (byte - zero);
      this.at++;
    }
    return this.at === from ? NaN : value;
  }

  /** Passes some numbers and returns the one after them. */
  numberAfter(count: number): number {
    for (let i = 0; i < count; i++) {
      this.skipSpaces();
      this.skipWord();
    }
    return this.number();
  }

  /** Moves behind the next newline. False when there was none: the line is cut off. */
  skipLine(): boolean {
    while (this.at < this.end) if (this.bytes[this.at++] === newline) return true;
    return false;
  }
}

export const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');

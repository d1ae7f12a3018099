/** Stored bytes that do not say what they should: cut short, changed, or of another making. */
export class DamagedBytes extends Error {
  override readonly name = 'DamagedBytes';
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads what a `ByteWriter` wrote. Everything throws `DamagedBytes` rather than read past the end. */
export class ByteReader {
  private madeView: DataView | undefined;
  private at = 0;

  constructor(private readonly source: Uint8Array) {}

  /** Bytes read so far. */
  get position(): number {
    return this.at;
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.source.length - this.at;
  }

  u8(): number {
    return this.source[this.advance(1)]!;
  }

  u32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  double(): number {
    return this.view.getFloat64(this.advance(8), true);
  }

  /** An integer from 0 to 2^53. */
  varint(): number {
    const { source } = this;
    // Most numbers take one byte.
    const first = source[this.at];
    if (first !== undefined && first < 128) {
      this.at++;
      return first;
    }
    let value = 0;
    let scale = 1;
    for (let digits = 0; digits < 8; digits++) {
      const byte = source[this.advance(1)]!;
      value += (byte & 0x7f) * scale;
      if (byte < 128) {
        if (value > 2 ** 53) break;
        return value;
      }
      scale *= 128;
    }
    throw new DamagedBytes('A number is larger than any that is written.');
  }

  /** An integer from -2^52 to 2^52. */
  signed(): number {
    const coded = this.varint();
    return coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2;
  }

  /** Bytes with their number before them, without copying. */
  bytes(): Uint8Array {
    return this.raw(this.varint());
  }

  /** @throws DamagedBytes also when it has more than `mostBytes` bytes or is not UTF-8. */
  text(mostBytes = 65_536): string {
    const bytes = this.bytes();
    if (bytes.length > mostBytes) throw new DamagedBytes(`A text has ${bytes.length} bytes, more than ${mostBytes}.`);
    try {
      return decoder.decode(bytes);
    } catch (error) {
      throw new DamagedBytes('A text is not UTF-8.', { cause: error });
    }
  }

  /** So many bytes, without copying. */
  raw(length: number): Uint8Array {
    const start = this.advance(length);
    return this.source.subarray(start, start + length);
  }

  skip(length: number): void {
    this.advance(length);
  }

  /** Most readers are made for a column, which needs none. */
  private get view(): DataView {
    const { buffer, byteOffset, byteLength } = this.source;
    return (this.madeView ??= new DataView(buffer, byteOffset, byteLength));
  }

  private advance(length: number): number {
    if (length > this.remaining) throw new DamagedBytes(`${this.remaining} bytes are left where ${length} are needed.`);
    const start = this.at;
    this.at += length;
    return start;
  }
}

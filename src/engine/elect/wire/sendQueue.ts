/** What waits for a socket that takes nothing at the moment. */
interface Waiting {
  readonly bytes: Buffer;
  /** The stream whose rows these are; undefined for what must arrive. */
  readonly stream: number | undefined;
}

/** With more bytes than this waiting, older rows of a stream give way to newer ones. */
const dropFromBytes = 1024 * 1024;

/** Frames in the order in which they leave. Rows that a slow reader has not taken are dropped first, answers never. */
export class SendQueue {
  private readonly waiting: Waiting[] = [];
  private held = 0;
  private lost = 0;

  /** Bytes that wait. */
  get bytes(): number {
    return this.held;
  }

  /** Messages with rows that were dropped so far. */
  get dropped(): number {
    return this.lost;
  }

  push(bytes: Buffer, stream?: number): void {
    if (stream !== undefined && this.held + bytes.length > dropFromBytes) this.dropRows(stream);
    this.waiting.push({ bytes, stream });
    this.held += bytes.length;
  }

  shift(): Buffer | undefined {
    const first = this.waiting.shift();
    this.held -= first?.bytes.length ?? 0;
    return first?.bytes;
  }

  private dropRows(stream: number): void {
    for (let i = this.waiting.length - 1; i >= 0; i--) {
      const { bytes, stream: rowsOf } = this.waiting[i]!;
      if (rowsOf !== stream) continue;
      this.waiting.splice(i, 1);
      this.held -= bytes.length;
      this.lost++;
    }
  }
}

import { Duplex } from 'node:stream';

const textFrame = 0x81;
const pingFrame = 0x89;
const masked = 0x80;

/** The server's end of a connection without any network; what the server sends is taken, or left, as a test wants. */
export class MemorySocket extends Duplex {
  private readonly taken: Buffer[] = [];
  private left: (() => void) | undefined;
  takesNothing = false;

  override _read(): void {
    // What the client says is pushed.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.taken.push(chunk);
    if (this.takesNothing) this.left = done;
    else done();
  }

  /** Everything that the server sent. */
  get received(): Buffer {
    return Buffer.concat(this.taken);
  }

  /** Takes what was left, and everything from now on. */
  takeAll(): void {
    this.takesNothing = false;
    this.left?.();
    this.left = undefined;
  }

  /** Says a text as a browser frames it; the mask is one that changes nothing. */
  say(text: string): void {
    this.frame(textFrame, Buffer.from(text));
  }

  ping(payload: Buffer): void {
    this.frame(pingFrame, payload);
  }

  private frame(kind: number, payload: Buffer): void {
    const length = payload.length < 126 ? [masked | payload.length] : longLength(payload.length);
    this.push(Buffer.concat([Buffer.from([kind, ...length, 0, 0, 0, 0]), payload]));
  }
}

function longLength(length: number): number[] {
  if (length < 65_536) return [masked | 126, length >> 8, length & 0xff];
  return [masked | 127, 0, 0, 0, 0, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff];
}

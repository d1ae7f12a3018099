import { GrowingBytes } from './growingBytes';

const lf = 0x0a;
const cr = 0x0d;

/** Told of each line, without what ends it. The bytes change after the call. */
export interface LineTaker {
  line(bytes: Buffer, from: number, to: number): void;
  /** A line that is longer than the bound went by. */
  tooLong(): void;
}

/** Cuts bytes that arrive in pieces into lines that end with `\n`, `\r\n` or `\r`. */
export class LineReader {
  private readonly rest: GrowingBytes;
  private isAfterCr = false;

  constructor(
    mostBytes: number,
    private readonly taker: LineTaker,
  ) {
    this.rest = new GrowingBytes(mostBytes);
  }

  take(chunk: Buffer): void {
    let start = this.isAfterCr && chunk[0] === lf ? 1 : 0;
    if (chunk.length > 0) this.isAfterCr = false;
    let nextLf = chunk.indexOf(lf, start);
    let nextCr = chunk.indexOf(cr, start);
    while (nextLf >= 0 || nextCr >= 0) {
      const isCr = nextCr >= 0 && (nextLf < 0 || nextCr < nextLf);
      const end = isCr ? nextCr : nextLf;
      this.close(chunk, start, end);
      start = end + 1;
      if (isCr && start === chunk.length) this.isAfterCr = true;
      if (isCr && nextLf === start) start++;
      if (nextLf >= 0 && nextLf < start) nextLf = chunk.indexOf(lf, start);
      if (isCr) nextCr = chunk.indexOf(cr, start);
    }
    this.rest.add(chunk, start, chunk.length);
  }

  /** The last line may lack its end. */
  end(): void {
    if (this.rest.length > 0 || this.rest.isOver) this.close(Buffer.alloc(0), 0, 0);
  }

  private close(chunk: Buffer, from: number, to: number): void {
    const { rest, taker } = this;
    if (rest.length === 0 && !rest.isOver && to - from <= rest.most) {
      taker.line(chunk, from, to);
      return;
    }
    rest.add(chunk, from, to);
    if (rest.isOver) taker.tooLong();
    else taker.line(rest.view(), 0, rest.length);
    rest.clear();
  }
}

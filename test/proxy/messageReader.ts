export type Header = readonly [name: string, value: string];

/** One HTTP message as it lies on the wire, read without Node's own parser. Text is Latin-1. */
export interface Message {
  readonly startLine: string;
  readonly headers: readonly Header[];
  /** The body as it was cut: into chunks, or as it came. */
  readonly pieces: Buffer[];
  trailers: readonly Header[];
  isWhole: boolean;
  /** Only the end of the connection ends the body. */
  readonly endsWithConnection: boolean;
}

type Step = 'head' | 'fixed' | 'size' | 'chunk' | 'chunkEnd' | 'trailers' | 'untilEnd';

/** Reads the messages that one end of a connection sends. */
export class MessageReader {
  readonly messages: Message[] = [];
  private rest: Buffer = Buffer.alloc(0);
  private step: Step = 'head';
  private missing = 0;
  private current: Message | undefined;

  /** @param isBodiless Tells of an answer whose request or status means that no body follows. */
  constructor(
    private readonly kind: 'requests' | 'answers',
    private readonly isBodiless: (startLine: string) => boolean = () => false,
  ) {}

  get last(): Message | undefined {
    return this.messages.at(-1);
  }

  push(bytes: Buffer): void {
    this.rest = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    while (this.advance());
  }

  /** The connection ended in order. */
  end(): void {
    if (this.step === 'untilEnd') this.finish();
  }

  private advance(): boolean {
    switch (this.step) {
      case 'head':
        return this.head();
      case 'fixed':
      case 'chunk':
        return this.data();
      case 'size':
        return this.line((text) => {
          this.missing = Number.parseInt(text, 16);
          this.step = this.missing === 0 ? 'trailers' : 'chunk';
          if (this.missing > 0) this.current!.pieces.push(Buffer.alloc(0));
        });
      case 'chunkEnd':
        return this.line(() => {
          this.step = 'size';
        });
      case 'trailers':
        return this.line((text) => {
          if (text === '') this.finish();
          else this.current!.trailers = [...this.current!.trailers, headerOf(text)];
        });
      case 'untilEnd':
        if (this.rest.length === 0) return false;
        this.current!.pieces.push(this.rest);
        this.rest = Buffer.alloc(0);
        return true;
    }
  }

  private head(): boolean {
    const end = this.rest.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const [startLine = '', ...lines] = this.rest.toString('latin1', 0, end).split('\r\n');
    this.rest = this.rest.subarray(end + 4);
    const headers = lines.map(headerOf);
    const isChunked = /chunked/i.test(valueOf(headers, 'transfer-encoding') ?? '');
    const length = valueOf(headers, 'content-length');
    const isBodiless = this.isBodiless(startLine);
    const endsWithConnection = !isBodiless && this.kind === 'answers' && !isChunked && length === undefined;
    this.current = { startLine, headers, pieces: [], trailers: [], isWhole: false, endsWithConnection };
    this.messages.push(this.current);
    this.missing = isBodiless ? 0 : Number(length ?? 0);
    if (isChunked && !isBodiless) this.step = 'size';
    else if (endsWithConnection) this.step = 'untilEnd';
    else if (this.missing > 0) this.step = 'fixed';
    else this.finish();
    return true;
  }

  private data(): boolean {
    const taken = this.rest.subarray(0, this.missing);
    if (taken.length === 0) return false;
    this.rest = this.rest.subarray(taken.length);
    this.missing -= taken.length;
    const { pieces } = this.current!;
    if (this.step === 'fixed') pieces.push(taken);
    else pieces.push(Buffer.concat([pieces.pop()!, taken]));
    if (this.missing === 0) {
      if (this.step === 'chunk') this.step = 'chunkEnd';
      else this.finish();
    }
    return true;
  }

  private line(take: (text: string) => void): boolean {
    const end = this.rest.indexOf('\r\n');
    if (end < 0) return false;
    const text = this.rest.toString('latin1', 0, end);
    this.rest = this.rest.subarray(end + 2);
    take(text);
    return true;
  }

  private finish(): void {
    this.current!.isWhole = true;
    this.step = 'head';
  }
}

export function valueOf(headers: readonly Header[], wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function headerOf(line: string): Header {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

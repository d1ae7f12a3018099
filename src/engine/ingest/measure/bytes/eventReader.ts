import { LineReader, type LineTaker } from './lineReader';

/** Longer events are passed over. */
export const mostEventBytes = 1 << 20;

/** Told of the events of a stream, as the text that each of them holds. */
export interface EventTaker {
  /** @param isError Whether the stream itself calls the event an error. */
  event(data: string, isError: boolean): void;
  /** An event that is longer than the bound went by. */
  tooLong(): void;
}

/** Reads an answer as it arrives. */
export interface AnswerReader {
  take(chunk: Buffer): void;
  end(): void;
}

/** One event a line (NDJSON). */
export class LineEvents implements AnswerReader, LineTaker {
  private readonly lines = new LineReader(mostEventBytes, this);

  constructor(private readonly taker: EventTaker) {}

  take(chunk: Buffer): void {
    this.lines.take(chunk);
  }

  end(): void {
    this.lines.end();
  }

  line(bytes: Buffer, from: number, to: number): void {
    if (to > from) this.taker.event(bytes.toString('utf8', from, to), false);
  }

  tooLong(): void {
    this.taker.tooLong();
  }
}

const colon = 0x3a;
const space = 0x20;
const dataField = Buffer.from('data');
const errorField = Buffer.from('error');
const eventField = Buffer.from('event');

/** Server-sent events. */
export class SentEvents implements AnswerReader, LineTaker {
  private readonly lines = new LineReader(mostEventBytes, this);
  private data: string | undefined;
  private isError = false;
  private isTooLong = false;
  private isFirstLine = true;

  constructor(private readonly taker: EventTaker) {}

  take(chunk: Buffer): void {
    this.lines.take(chunk);
  }

  /** The last event may lack the empty line after it. */
  end(): void {
    this.lines.end();
    this.dispatch();
  }

  line(bytes: Buffer, from: number, to: number): void {
    const start = this.isFirstLine && isMarked(bytes, from) ? from + 3 : from;
    this.isFirstLine = false;
    if (to <= start) {
      this.dispatch();
      return;
    }
    const isData = isField(bytes, start, to, dataField);
    // Older llama-servers send their errors as a field of its own.
    if (isData || isField(bytes, start, to, errorField)) {
      this.isError ||= !isData;
      this.add(valueOf(bytes, start + (isData ? dataField : errorField).length, to));
    } else if (isField(bytes, start, to, eventField))
      this.isError ||= valueOf(bytes, start + eventField.length, to) === 'error';
  }

  tooLong(): void {
    this.isFirstLine = false;
    this.isTooLong = true;
  }

  private add(text: string): void {
    if (this.data === undefined) this.data = text;
    else if (this.data.length + text.length > mostEventBytes) this.isTooLong = true;
    else this.data += `\n${text}`;
  }

  private dispatch(): void {
    const { data, isError, isTooLong } = this;
    this.data = undefined;
    this.isError = false;
    this.isTooLong = false;
    if (isTooLong) this.taker.tooLong();
    else if (data !== undefined) this.taker.event(data, isError);
  }
}

const isMarked = (bytes: Buffer, at: number): boolean =>
  bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;

function isField(bytes: Buffer, from: number, to: number, name: Buffer): boolean {
  const end = from + name.length;
  if (end > to || (end < to && bytes[end] !== colon)) return false;
  for (let i = 0; i < name.length; i++) if (bytes[from + i] !== name[i]) return false;
  return true;
}

/** What follows a field's name: a colon and at most one space. */
function valueOf(bytes: Buffer, end: number, to: number): string {
  const start = Math.min(to, end + 1);
  return bytes.toString('utf8', start < to && bytes[start] === space ? start + 1 : start, to);
}

import { parseJson } from '../../collect/runtimes/parse/json';
import { LineEvents, SentEvents, type AnswerReader, type EventTaker } from './bytes/eventReader';
import { placesOf, type JsonPlace } from './bytes/jsonPaths';
import { JsonPicker } from './bytes/jsonPicker';
import type { Dialect, Wire } from './dialects/eventFacts';
import type { RequestRecord } from './requestRecord';

/** Places that are wanted of an answer in one piece, joined once for each dialect. */
export class WantedPlaces {
  private readonly known = new Map<Dialect, JsonPlace>();

  of(dialect: Dialect): JsonPlace {
    let places = this.known.get(dialect);
    if (!places) this.known.set(dialect, (places = placesOf([...dialect.wanted, ...dialect.entries])));
    return places;
  }
}

const openObject = 0x7b;
const openArray = 0x5b;
/** What a stream of server-sent events begins with, whatever its content type: its fields, comments, lines, a mark. */
const beginnings: ReadonlySet<number> = new Set(Array.from('deir:\n\r\u00ef', (c) => c.charCodeAt(0)));
const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/** Reads the answer to one request, decoded, as it arrives. */
export class AnswerBody implements EventTaker {
  private reader: AnswerReader | undefined;
  private isUnknown = false;
  /** When the bytes that are being read arrived, monotonic ms. */
  private at = NaN;
  private canSayItsEnd = false;
  private lastAt = NaN;

  /** @param contentType Of the answer. Its first bytes overrule it, for some runtimes and gateways get it wrong. */
  constructor(
    private readonly contentType: string,
    private readonly dialect: Dialect,
    private readonly places: WantedPlaces,
    private readonly record: RequestRecord,
  ) {}

  /** Whether the answer is in a form that says when it is complete. */
  get canTell(): boolean {
    return this.canSayItsEnd;
  }

  take(chunk: Buffer, at: number): void {
    if (this.isUnknown || chunk.length === 0) return;
    if (at !== this.lastAt) this.record.newRead();
    this.lastAt = at;
    this.at = at;
    this.reader ??= this.open(chunk);
    this.reader?.take(chunk);
  }

  end(): void {
    this.reader?.end();
  }

  /** Nothing more can be read of the answer. */
  giveUp(): void {
    this.isUnknown = true;
    this.canSayItsEnd = false;
  }

  event(data: string, isError: boolean): void {
    const { record } = this;
    if (data === '[DONE]') {
      record.over();
      return;
    }
    const parsed = parseJson(data);
    const isObject = typeof parsed === 'object' && parsed !== null;
    if (isObject) this.canSayItsEnd = true;
    const facts = isObject ? this.dialect.event(parsed as Wire) : {};
    if (isError) facts.error ??= '';
    record.event(facts, this.at);
  }

  tooLong(): void {
    this.record.skipped();
  }

  private open(chunk: Buffer): AnswerReader | undefined {
    let first = 0;
    // A server-sent stream may begin with empty lines; JSON too.
    while (first < chunk.length && isBlank(chunk[first]!)) first++;
    if (first === chunk.length) return undefined;
    const byte = chunk[first]!;
    const isSent = this.contentType.includes('event-stream');
    const isJson = byte === openObject || byte === openArray;
    this.canSayItsEnd = isSent || isJson;
    if (isJson) return /ndjson|jsonl|json-lines/.test(this.contentType) ? new LineEvents(this) : this.wholeReader();
    if (isSent || beginnings.has(byte)) return new SentEvents(this);
    this.giveUp();
    return undefined;
  }

  private wholeReader(): AnswerReader {
    const { dialect, record } = this;
    const entries = new Set(dialect.entries);
    const values: Record<string, unknown> = {};
    const picker = new JsonPicker(this.places.of(dialect), (path, value) => {
      if (entries.has(path)) record.entry(value);
      else values[path] = value;
    });
    return {
      take: (chunk) => {
        picker.read(chunk);
        if (picker.isBroken) this.giveUp();
      },
      end: () => {
        if (picker.isBroken || picker.documents === 0) return;
        record.whole(dialect.body(values));
      },
    };
  }
}

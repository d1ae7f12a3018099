import { parseJson } from '../../../collect/runtimes/parse/json';
import { GrowingBytes } from './growingBytes';
import type { JsonPlace } from './jsonPaths';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openObject = 0x7b;
const closeObject = 0x7d;
const openArray = 0x5b;
const closeArray = 0x5d;

const mostValueBytes = 1 << 18;
/** No key that anyone looks for is longer. */
const mostKeyBytes = 256;

const isOpening = (byte: number): boolean => byte === openObject || byte === openArray;
const isClosing = (byte: number): boolean => byte === closeObject || byte === closeArray;
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/** Takes the strings at the wanted places as they stand in the document, and nothing else. */
export interface JsonStrings {
  /** Bytes of a string that are held, its quotes included. */
  readonly most: number;
  /** A document with more keys than this on the way is read no further: each costs as much as many bytes. */
  readonly mostKeys: number;
  /** @param quoted Until the call ends. @param isCut Whether the string went on. */
  string(path: string, quoted: Buffer, isCut: boolean): void;
  /** A container on the way to a place is at its end. */
  left(place: JsonPlace): void;
}

/** What the bytes that come next belong to. */
type Part = 'structure' | 'key' | 'string' | 'number' | 'container';

/**
 * Picks values out of JSON that arrives in pieces and may be of any size and depth, in constant memory: of everything
 * else it only follows the brackets. A value longer than 256 KiB is left out. Documents may follow one another.
 */
export class JsonPicker {
  /** Whether the bytes turned out to be something else than JSON objects or arrays; nothing more is read then. */
  isBroken = false;
  /** Documents that were read to their end. */
  documents = 0;
  private readonly value: GrowingBytes;
  private readonly strings: JsonStrings | undefined;
  private readonly key = new GrowingBytes(mostKeyBytes);
  /** Containers on the way to a place. What leads to none is passed over, so they are no more than a path's steps. */
  private readonly places: JsonPlace[] = [];
  private readonly areObjects: boolean[] = [];
  private part: Part = 'structure';
  /** Of the containers that are passed over, or picked as a whole. */
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  private isKeyNext = false;
  private keyText = '';
  private picked: string | undefined;
  private keysLeft: number;

  constructor(
    private readonly root: JsonPlace,
    private readonly taker: JsonStrings | ((path: string, value: unknown) => void),
  ) {
    this.strings = typeof taker === 'function' ? undefined : taker;
    this.keysLeft = this.strings?.mostKeys ?? Infinity;
    this.value = new GrowingBytes(this.strings?.most ?? mostValueBytes);
  }

  /** Whether a document has begun that is not yet at its end. */
  get isAmid(): boolean {
    return this.places.length > 0;
  }

  read(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && !this.isBroken) {
      if (this.part === 'structure') at = this.structure(chunk, at);
      else {
        const end = this.endOf(this.part, chunk, at);
        if (this.part === 'key') this.key.add(chunk, at, Math.abs(end));
        else if (this.picked !== undefined) this.value.add(chunk, at, Math.abs(end));
        // A negative end: the part goes on in the next chunk.
        if (end < 0) return;
        this.close();
        at = end;
      }
    }
  }

  private structure(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (isSpace(byte) || byte === colon) continue;
      if (byte === comma) this.isKeyNext = this.areObjects.at(-1) === true;
      else if (isClosing(byte)) this.leave();
      else if (this.isKeyNext) {
        if (byte !== quote) this.isBroken = true;
        this.part = 'key';
        this.isInString = false;
        this.key.clear();
        return at;
      } else if (this.enters(byte)) return at;
      if (this.isBroken) return at;
    }
    return chunk.length;
  }

  /** A value begins. True where it is one to be passed over or picked. */
  private enters(byte: number): boolean {
    const above = this.places.at(-1);
    const place = above ? (this.areObjects.at(-1) ? above.keys.get(this.keyText) : above.item) : this.root;
    if (!above && !isOpening(byte)) {
      this.isBroken = true;
      return false;
    }
    if (place && isOpening(byte) && leadsOn(place)) {
      this.places.push(place);
      this.areObjects.push(byte === openObject);
      this.isKeyNext = byte === openObject;
      return false;
    }
    this.picked = this.strings && byte !== quote ? undefined : place?.path;
    this.value.clear();
    this.depth = 0;
    this.isInString = false;
    this.part = byte === quote ? 'string' : isOpening(byte) ? 'container' : 'number';
    return true;
  }

  private leave(): void {
    const place = this.places.pop();
    if (place) this.strings?.left(place);
    else this.isBroken = true;
    this.areObjects.pop();
    this.isKeyNext = false;
    if (this.places.length === 0 && !this.isBroken) this.documents++;
  }

  private close(): void {
    const { part, picked } = this;
    this.part = 'structure';
    if (part === 'key') {
      this.keyText = textOf(this.key);
      this.isKeyNext = false;
      if (--this.keysLeft < 0) this.isBroken = true;
    } else if (picked !== undefined) {
      this.picked = undefined;
      this.give(picked);
      this.value.clear();
    }
  }

  private give(path: string): void {
    const { value, taker } = this;
    if (typeof taker !== 'function') {
      taker.string(path, value.view(), value.isOver);
      return;
    }
    const parsed = value.isOver ? undefined : parseJson(value.view().toString());
    if (parsed !== undefined) taker(path, parsed);
  }

  /** Where the part ends in this chunk; minus the chunk's length when it goes on after it. */
  private endOf(part: Part, chunk: Buffer, from: number): number {
    if (part === 'number') return numberEnd(chunk, from);
    let at = from;
    while (at < chunk.length) {
      if (this.isInString) {
        at = this.stringEnd(chunk, at);
        if (at < 0 || part !== 'container') return at;
        continue;
      }
      const byte = chunk[at++]!;
      if (byte === quote) this.isInString = true;
      else if (isOpening(byte)) this.depth++;
      else if (isClosing(byte) && --this.depth === 0) return at;
    }
    return -chunk.length;
  }

  /** Behind the quote that closes a string; minus the chunk's length when it goes on after it. */
  private stringEnd(chunk: Buffer, from: number): number {
    let at = this.isEscaped ? from + 1 : from;
    this.isEscaped = false;
    for (; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte === backslash) {
        at++;
        this.isEscaped = at === chunk.length;
      } else if (byte === quote) {
        this.isInString = false;
        return at + 1;
      }
    }
    return -chunk.length;
  }
}

function numberEnd(chunk: Buffer, from: number): number {
  for (let at = from; at < chunk.length; at++) {
    const byte = chunk[at]!;
    if (byte === comma || isClosing(byte) || isSpace(byte)) return at;
  }
  return -chunk.length;
}

/** A key as it was meant, escapes and all; empty for one that nobody looks for. */
function textOf(key: GrowingBytes): string {
  if (key.isOver) return '';
  const quoted = key.view();
  if (!quoted.includes(backslash)) return quoted.toString('utf8', 1, quoted.length - 1);
  const text = parseJson(quoted.toString());
  return typeof text === 'string' ? text : '';
}

/** Whether something is wanted below a place. */
function leadsOn({ path, keys, item }: JsonPlace): boolean {
  return path === undefined || keys.size > 0 || item !== undefined;
}

import { parseJson } from '../../../collect/runtimes/parse/json';
import { GrowingBytes } from '../bytes/growingBytes';
import type { JsonPlace } from '../bytes/jsonPaths';
import { JsonPicker, type JsonStrings } from '../bytes/jsonPicker';
import { nameIn } from '../dialects/wire';
import { modelPath, type PromptShape } from './promptShape';
import { textIn } from './textIn';

/** What the user asks in one request. Held until it was counted and hashed, and never told. */
export interface PassedPrompt {
  readonly text: string;
  /** Whether it was longer than what is held of it: 64 KiB of its JSON. */
  readonly isCut: boolean;
}

const mostBytes = 64 * 1024;
/** Between the parts of a message, as it stands in a JSON string. */
const lineBreak = Buffer.from('\\n');
const user = Buffer.from('"user"');
const backslash = 0x5c;

/** Reads the body of a request as it passes, and holds at most its last two messages of the user. */
export class PromptReader implements JsonStrings {
  /** A string that is too long fills what is held, both quotes besides, so that it is known to be cut. */
  readonly most = mostBytes + 2;
  /** Thousands of messages, and some milliseconds at most. */
  readonly mostKeys = 20_000;
  private readonly picker: JsonPicker;
  private current = new GrowingBytes(mostBytes);
  private last = new GrowingBytes(mostBytes);
  private isUsers = false;

  /** @param asked Told of the model that is asked for. */
  constructor(
    private readonly shape: PromptShape,
    private readonly asked: (model: string) => void,
  ) {
    this.picker = new JsonPicker(shape.places, this);
  }

  read(chunk: Buffer): void {
    this.picker.read(chunk);
  }

  /** What was asked, when all was read; undefined where that is no text, or the body is not one JSON document. */
  prompt(): PassedPrompt | undefined {
    const { picker, last, current } = this;
    if (picker.isBroken || picker.isAmid || picker.documents !== 1) return undefined;
    const held = last.length > 0 ? last : current;
    const text = held.length > 0 ? textIn(held.view(), held.isOver) : undefined;
    return text ? { text, isCut: held.isOver } : undefined;
  }

  string(path: string, quoted: Buffer, isCut: boolean): void {
    if (path === modelPath) {
      const name = nameIn(parseJson(quoted.toString()));
      if (name !== undefined) this.asked(name);
    } else if (path.endsWith('.role')) this.isUsers = isRoleOfUser(quoted);
    else this.add(quoted, isCut);
  }

  left(place: JsonPlace): void {
    if (place !== this.shape.message) return;
    const { current, last } = this;
    // Results of tools come in messages of the user too; those without a text of their own are none.
    if (this.isUsers && current.length > 0) {
      this.last = current;
      this.current = last;
    }
    this.current.clear();
    this.isUsers = false;
  }

  private add(quoted: Buffer, isCut: boolean): void {
    const { current } = this;
    const end = isCut ? quoted.length : quoted.length - 1;
    if (end === 1) return;
    if (current.length > 0) current.add(lineBreak, 0, lineBreak.length);
    current.add(quoted, 1, end);
  }
}

function isRoleOfUser(quoted: Buffer): boolean {
  if (quoted.length === user.length) return quoted.equals(user);
  return quoted.length > user.length && quoted.includes(backslash) && parseJson(quoted.toString()) === 'user';
}

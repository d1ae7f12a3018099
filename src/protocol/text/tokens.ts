import { parse } from 'jsonc-parser';

/** What a token is; `word` is a number, true or anything else without quotes, `end` the end of the text. */
export type TokenKind = '{' | '}' | '[' | ']' | ',' | ':' | 'text' | 'word' | 'end';

const marks: Readonly<Record<string, TokenKind>> = {
  '{': '{',
  '}': '}',
  '[': '[',
  ']': ']',
  ',': ',',
  ':': ':',
  '"': 'text',
};
const isBlank = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
const isLineEnd = (code: number): boolean => code === 0x0a || code === 0x0d;
const quote = 0x22;
const slash = 0x2f;
const star = 0x2a;
const backslash = 0x5c;

/**
 * Goes through the tokens of JSON one by one, comments and blanks left out. It makes nothing of them, so 10 MB cost a
 * moment; the bounds of texts and comments are those of the parser that reads the rules afterwards.
 */
export class Tokens {
  kind: TokenKind = 'end';
  offset = 0;
  /** Behind the token. */
  end = 0;
  /** How many there were. */
  count = 0;

  /** @param most Tokens after which the text counts as over. */
  constructor(
    private readonly text: string,
    private readonly most: number,
  ) {
    // A mark of the byte order is no part of the text.
    if (text.startsWith('\uFEFF')) this.end = 1;
    this.next();
  }

  get length(): number {
    return this.end - this.offset;
  }

  /** Whether the text was left before its end, since it holds too many tokens. */
  get isTooLong(): boolean {
    return this.count > this.most;
  }

  /** Of a text, what stands between its quotes. */
  get value(): string {
    return String(parse(this.text.slice(this.offset, this.end)));
  }

  next(): void {
    this.offset = this.behindBlanks(this.end);
    if (this.offset >= this.text.length || this.count++ >= this.most) {
      this.kind = 'end';
      this.end = this.offset;
      return;
    }
    this.kind = marks[this.text.charAt(this.offset)] ?? 'word';
    if (this.kind === 'text') this.end = this.behindText(this.offset + 1);
    else if (this.kind === 'word') this.end = this.behindWord(this.offset + 1);
    else this.end = this.offset + 1;
  }

  /** Moves on if the token is of a kind. */
  take(kind: TokenKind): boolean {
    if (this.kind !== kind) return false;
    this.next();
    return true;
  }

  private behindBlanks(from: number): number {
    const { text } = this;
    let at = from;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (isBlank(code)) at++;
      else if (code === slash && text.charCodeAt(at + 1) === slash) {
        while (at < text.length && !isLineEnd(text.charCodeAt(at))) at++;
      } else if (code === slash && text.charCodeAt(at + 1) === star) {
        const end = text.indexOf('*/', at + 2);
        at = end < 0 ? text.length : end + 2;
      } else break;
    }
    return at;
  }

  private behindText(from: number): number {
    const { text } = this;
    let at = from;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) return at + 1;
      if (code === backslash) at++;
      // A text whose closing quote was forgotten ends with its line.
      else if (isLineEnd(code)) return at;
    }
    return text.length;
  }

  private behindWord(from: number): number {
    const { text } = this;
    let at = from;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (isBlank(code) || code === slash || Object.hasOwn(marks, text.charAt(at))) break;
    }
    return at;
  }
}

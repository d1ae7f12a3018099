import { createScanner } from 'jsonc-parser';

/** What a token is, told by its first character; `''` is the end of the text. */
export type TokenKind = '{' | '}' | '[' | ']' | ',' | ':' | '"' | 'word' | '';

const marks = new Set<string>(['{', '}', '[', ']', ',', ':', '"']);
const isMark = (character: string): character is Exclude<TokenKind, 'word' | ''> => marks.has(character);

/** Goes through the tokens of a text one by one, comments and blanks left out. */
export class Tokens {
  private readonly scanner;
  kind: TokenKind = '';
  offset = 0;
  length = 0;

  constructor(private readonly text: string) {
    this.scanner = createScanner(text, true);
    // A mark of the byte order is no part of the text.
    if (text.startsWith('\uFEFF')) this.scanner.setPosition(1);
    this.next();
  }

  next(): void {
    this.scanner.scan();
    this.offset = this.scanner.getTokenOffset();
    this.length = this.scanner.getTokenLength();
    const first = this.length === 0 ? '' : this.text.charAt(this.offset);
    this.kind = first === '' || isMark(first) ? first : 'word';
  }

  /** Moves on if the token is of a kind. */
  take(kind: TokenKind): boolean {
    if (this.kind !== kind) return false;
    this.next();
    return true;
  }

  /** Of a name or text. */
  get value(): string {
    return this.scanner.getTokenValue();
  }

  get end(): number {
    return this.offset + this.length;
  }
}

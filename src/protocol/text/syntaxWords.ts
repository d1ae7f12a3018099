import { type ParseErrorCode, printParseErrorCode } from 'jsonc-parser';

const words: Readonly<Partial<Record<ReturnType<typeof printParseErrorCode>, string>>> = {
  InvalidSymbol: 'This is neither text in quotes, a number, true, false nor null',
  InvalidNumberFormat: 'This is no number',
  PropertyNameExpected: 'Here a name in double quotes is due',
  ValueExpected: 'Here a value is due',
  ColonExpected: 'Here a colon is due',
  CommaExpected: 'Before this a comma is due',
  CloseBraceExpected: 'A closing brace } is missing',
  CloseBracketExpected: 'A closing bracket ] is missing',
  EndOfFileExpected: 'A bracket too many closes before this',
  UnexpectedEndOfComment: 'This comment has no end',
  UnexpectedEndOfString: 'The closing quote is missing',
  UnexpectedEndOfNumber: 'This number has no end',
  InvalidUnicode: 'After \\u four hexadecimal digits are due',
  InvalidEscapeCharacter: 'No such character can follow a backslash',
  InvalidCharacter: 'A control character must be written with a backslash',
};

/** What is wrong with the JSON at a place, for people. */
export function syntaxWords(code: ParseErrorCode): string {
  return words[printParseErrorCode(code)] ?? 'This is no JSON';
}

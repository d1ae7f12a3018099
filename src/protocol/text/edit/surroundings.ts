import type { Span } from '../problems';

/** What follows a place between two tokens. */
export interface Following {
  /** First character of the next token; empty at the end of the text. */
  readonly mark: string;
  /** Of the next token. */
  readonly offset: number;
  /** Behind the last comment that begins on the line of the place; the place itself where there is none. */
  readonly behindComments: number;
}

/** Looks past blanks and comments. @param from A place between two tokens. */
export function following(text: string, from: number): Following {
  let at = from;
  let behindComments = from;
  let isSameLine = true;
  for (; at < text.length; at++) {
    if (isLineEnd(text, at)) isSameLine = false;
    else if (text.startsWith('//', at) || text.startsWith('/*', at)) {
      at = commentEnd(text, at);
      if (isSameLine) behindComments = at;
      at--;
    } else if (!isBlank(text, at)) break;
  }
  return { mark: text.charAt(at), offset: at, behindComments };
}

function commentEnd(text: string, from: number): number {
  if (text.startsWith('/*', from)) {
    const end = text.indexOf('*/', from + 2);
    return end < 0 ? text.length : end + 2;
  }
  let at = from;
  while (at < text.length && !isLineEnd(text, at)) at++;
  return at;
}

/** The blanks with which the line of a place begins. */
export function indentAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  let end = start;
  while (isBlank(text, end)) end++;
  return text.slice(start, end);
}

/** The stretch with its line, where nothing else is on it; else with the blanks behind it. */
export function withBlanks(text: string, { offset, length }: Span): Span {
  let end = offset + length;
  while (isBlank(text, end)) end++;
  let start = offset;
  while (isBlank(text, start - 1)) start--;
  const isAlone = start === 0 || isLineEnd(text, start - 1);
  if (isAlone && text.startsWith('\r\n', end)) return { offset: start, length: end + 2 - start };
  if (isAlone && text.startsWith('\n', end)) return { offset: start, length: end + 1 - start };
  return { offset, length: end - offset };
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x09;
}

function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x0a || code === 0x0d;
}

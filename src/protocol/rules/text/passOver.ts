import { limits } from '../limits';
import type { Span } from '../../text/problems';
import type { Tokens } from '../../text/tokens';

/** One value of the text, passed over without being read. */
export interface Stretch extends Span {
  readonly isObject: boolean;
  /** Whether every bracket in it is closed, in the right order. */
  readonly isWhole: boolean;
  /** How deep its brackets are nested. */
  readonly depth: number;
  readonly tokens: number;
}

/**
 * Moves behind the value that begins here. Where brackets do not match, it ends where its surroundings go on, so that
 * a forgotten bracket costs this value only.
 */
export function passOver(tokens: Tokens, isInList: boolean): Stretch {
  const { offset, kind } = tokens;
  const open: ('{' | '[')[] = [];
  let deeper = 0;
  let depth = 0;
  let count = 0;
  let isWhole = true;
  let end = tokens.end;
  let before = '';
  do {
    if (tokens.kind === 'end') return stretch(false);
    if (tokens.kind === '{' || tokens.kind === '[') {
      // Inside an object a bracket follows a colon: this one begins the next element, for ours was never closed.
      if (isInList && tokens.kind === '{' && open.at(-1) === '{' && deeper === 0 && before !== ':')
        return stretch(false);
      // What is much too deep is only counted, so that it takes no memory.
      if (open.length <= limits.nesting) open.push(tokens.kind);
      else deeper++;
      depth = Math.max(depth, open.length + deeper);
    } else if (tokens.kind === '}' || tokens.kind === ']') {
      if (deeper > 0) deeper--;
      else {
        const opener = tokens.kind === '}' ? '{' : '[';
        if (!open.includes(opener)) return stretch(false);
        while (open.pop() !== opener) isWhole = false;
      }
    }
    before = tokens.kind;
    end = tokens.end;
    count++;
    tokens.next();
  } while (open.length > 0);
  return stretch(isWhole);

  function stretch(whole: boolean): Stretch {
    return { offset, length: end - offset, isObject: kind === '{', isWhole: whole, depth, tokens: count };
  }
}

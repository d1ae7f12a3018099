import { StringDecoder } from 'node:string_decoder';
import { parseJson } from '../../../collect/runtimes/parse/json';

/** Bytes of the longest escape but one: how many may have to go where one was cut. */
const mostOfEscape = 5;

/**
 * What the inside of a JSON string says.
 * @param isCut Whether its end is missing; then a character or an escape that was cut goes too.
 * @returns undefined when it is not what may stand in a JSON string.
 */
export function textIn(inside: Buffer, isCut: boolean): string | undefined {
  // A decoder keeps the beginning of a character back until its end comes.
  const written = isCut ? new StringDecoder('utf8').write(inside) : inside.toString();
  for (let less = 0; less <= (isCut ? mostOfEscape : 0); less++) {
    const text = parseJson(`"${written.slice(0, written.length - less)}"`);
    if (typeof text === 'string') return text;
  }
  return undefined;
}

import { asArray, field, parseJson } from '../parse/json';

/** Whether a text is llama-swap's answer to `/running`. */
export function isRunningPage(text: string): boolean {
  return asArray(field(parseJson(text), 'running')) !== undefined;
}

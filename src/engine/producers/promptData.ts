import { createHmac } from 'node:crypto';
import type { PassedPrompt } from '../ingest/measure/prompt/promptReader';
import type { EventData } from '../store/events/eventSchemas';

const hashDigits = 16;

/**
 * A prompt as its event tells it: how long it is, and a hash that is the same for the same text under the same key.
 * @param id No other prompt's. @param key 32 random bytes of this installation.
 */
export function promptData({ text, isCut }: PassedPrompt, id: string, key: Uint8Array): EventData['user.prompt'] {
  return {
    prompt_id: id,
    interface: 'api',
    length: charactersIn(text),
    truncated: isCut,
    hash: createHmac('sha256', key).update(text, 'utf8').digest('hex').slice(0, hashDigits),
    language: null,
    intent: null,
  };
}

/** Those outside of Unicode's first plane are two units each. */
function charactersIn(text: string): number {
  let characters = text.length;
  for (let i = 1; i < text.length; i++) if (isLow(text.charCodeAt(i)) && isHigh(text.charCodeAt(i - 1))) characters--;
  return characters;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

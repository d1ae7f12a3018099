import { badRequest, Refusal } from '../refusal';
import type { Place } from './messages';
import type { Wish } from './subscription';

/** What a client can say. */
export type ClientMessage =
  | { readonly type: 'subscribe'; readonly wish: Wish; readonly seen: Place | undefined }
  | { readonly type: 'unsubscribe'; readonly wish: Wish }
  | { readonly type: 'ping' };

/** @throws Refusal 400 for what is no message of a client. */
export function parseClientMessage(text: string): ClientMessage {
  const message = parsed(text);
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw badRequest('A message is a JSON object, such as {"type":"subscribe","metrics":["system.*"]}.');
  const given = message as Readonly<Record<string, unknown>>;
  const { channels, metrics, maxRate, epoch, seq } = given;
  switch (given['type']) {
    case 'subscribe':
      return { type: 'subscribe', wish: { channels, metrics, maxRate }, seen: placeOf(epoch, seq) };
    case 'unsubscribe':
      return { type: 'unsubscribe', wish: { channels } };
    case 'ping':
      return { type: 'ping' };
    default:
      throw new Refusal(
        400,
        'unknown_type',
        'The type of the message is unknown. It is one of subscribe, unsubscribe, ping.',
      );
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal(400, 'bad_json', 'The message is not valid JSON. Send one JSON object.');
  }
}

/** Where a client was, if it says so in numbers. @throws Refusal 400 for half of it, or what is no number. */
export function placeOf(epoch: unknown, seq: unknown): Place | undefined {
  if (epoch === undefined && seq === undefined) return undefined;
  if (isCount(epoch) && isCount(seq)) return { epoch, seq };
  throw badRequest('epoch and seq go together: the two whole numbers of the last message that was received.');
}

/** @param id What an event stream's client was last given: `epoch:seq`. */
export function placeOfId(id: string | undefined): Place | undefined {
  const [, epoch, seq] = /^(\d{1,15}):(\d{1,15})$/.exec(id ?? '') ?? [];
  return epoch === undefined || seq === undefined ? undefined : { epoch: Number(epoch), seq: Number(seq) };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

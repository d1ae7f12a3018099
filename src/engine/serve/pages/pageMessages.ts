import * as v from 'valibot';
import { alertCommand } from '../../../protocol/shapes/alertCommand';
import { linkId } from '../../../protocol/shapes/linkId';
import { historyRequest, marksRequest } from '../../../protocol/shapes/pastRequests';
import { watchedMetrics } from '../../../protocol/shapes/watchedMetrics';
import type { FromView } from '../../../protocol/viewLink';

/** What a page in a browser may say; the rest of what views say is done in the page, or by the editor alone. */
export type FromPage =
  | Extract<FromView, { type: 'history' | 'marks' | 'alert' | 'watch' }>
  | ReadyPage
  /** Nobody sees the page: until it is ready again it wants notices alone. */
  | { readonly type: 'rest' };

/** A page that wants to be fed. */
export interface ReadyPage {
  readonly type: 'ready';
  /** In place of what its view is sent at first. */
  readonly metrics?: readonly string[];
  /** It keeps what it was sent before the connection broke, or before it rested. */
  readonly goesOn?: true;
}

const fromPage = v.variant('type', [
  v.strictObject({
    type: v.literal('ready'),
    metrics: v.exactOptional(watchedMetrics),
    goesOn: v.exactOptional(v.literal(true)),
  }),
  v.strictObject({ type: v.literal('rest') }),
  v.strictObject({ type: v.literal('history'), question: linkId, request: historyRequest }),
  v.strictObject({ type: v.literal('marks'), question: linkId, request: marksRequest }),
  v.strictObject({ type: v.literal('alert'), command: alertCommand }),
  v.strictObject({
    type: v.literal('watch'),
    metrics: watchedMetrics,
    isPastMissing: v.exactOptional(v.literal(true)),
  }),
]) satisfies v.GenericSchema<unknown, FromPage>;

const message = v.pipe(v.string(), v.parseJson(), fromPage);

/** What a page said, or undefined if it is nothing that a page may say. */
export function parsePageMessage(text: string): FromPage | undefined {
  // What is wrong matters to nobody here, and looking for more of it is work that whoever sends it could have us do.
  const result = v.safeParse(message, text, { abortEarly: true, abortPipeEarly: true });
  return result.success ? result.output : undefined;
}

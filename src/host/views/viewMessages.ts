import * as v from 'valibot';
import { layoutChangeShape } from '../../protocol/layout/dataShapes';
import { viewCommands, type FromView } from '../../protocol/viewLink';
import { alertCommand } from '../../protocol/shapes/alertCommand';
import { viewFile } from './messages/viewFile';
import { linkId } from '../../protocol/shapes/linkId';
import { historyRequest, marksRequest } from '../../protocol/shapes/pastRequests';
import { uxFigures } from '../../protocol/shapes/uxFigures';
import { watchedMetrics } from '../../protocol/shapes/watchedMetrics';

/** In characters: as much as a file of the same figures may hold. */
const longestCopy = 32 * 1_048_576;

const fromView = v.variant('type', [
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('command'), command: v.picklist(viewCommands) }),
  v.strictObject({ type: v.literal('history'), question: linkId, request: historyRequest }),
  v.strictObject({ type: v.literal('marks'), question: linkId, request: marksRequest }),
  v.strictObject({ type: v.literal('alert'), command: alertCommand }),
  v.strictObject({
    type: v.literal('watch'),
    metrics: watchedMetrics,
    isPastMissing: v.exactOptional(v.literal(true)),
  }),
  v.strictObject({ type: v.literal('save'), file: viewFile }),
  v.strictObject({ type: v.literal('copy'), text: v.pipe(v.string(), v.minLength(1), v.maxLength(longestCopy)) }),
  v.strictObject({ type: v.literal('layout'), change: layoutChangeShape }),
  v.strictObject({ type: v.literal('ux'), figures: uxFigures }),
]) satisfies v.GenericSchema<unknown, FromView>;

/** What a view said, or undefined if it is nothing that a view may say. */
export function parseFromView(message: unknown): FromView | undefined {
  const result = v.safeParse(fromView, message);
  return result.success ? result.output : undefined;
}

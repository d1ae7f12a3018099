import * as v from 'valibot';
import type { Parameters } from '../parameters';
import { badRequest } from '../refusal';
import type { ControlCommand } from './controlCommand';
import { parseJson } from './parseJson';

const defaultMinutes = 60;
const mostMinutes = 30 * 24 * 60;

/** How long an alert is silent: so many minutes, or until it is resolved. */
const silence = v.union([
  v.strictObject({ minutes: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(mostMinutes)), defaultMinutes) }),
  v.strictObject({ until: v.literal('resolved') }),
]);

/** `POST /api/alerts/ID/acknowledge`. */
export function acknowledgeAlert(parameters: Parameters, _text: string | undefined, id: string): ControlCommand {
  parameters.only();
  return { kind: 'alert', what: { kind: 'acknowledge', alert: id } };
}

/** `POST /api/alerts/ID/silence`, for an hour unless the body says otherwise. */
export function silenceAlert(parameters: Parameters, text: string | undefined, id: string): ControlCommand {
  parameters.only();
  const parsed = v.safeParse(silence, text === undefined ? {} : parseJson(text));
  if (!parsed.success)
    throw badRequest(
      `The body is {"minutes": 1 to ${mostMinutes}}, {"until": "resolved"} or nothing, which is ${defaultMinutes} minutes.`,
    );
  const { output } = parsed;
  return 'until' in output
    ? { kind: 'alert', what: { kind: 'silence', alert: id, until: 'resolved' } }
    : { kind: 'silenceFor', alert: id, minutes: output.minutes };
}

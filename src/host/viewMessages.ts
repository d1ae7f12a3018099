import * as v from 'valibot';
import { viewCommands, type FromView } from '../protocol/viewLink';

const fromView = v.variant('type', [
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('command'), command: v.picklist(viewCommands) }),
]) satisfies v.GenericSchema<FromView>;

/** What a view said, or undefined if it is nothing that a view may say. */
export function parseFromView(message: unknown): FromView | undefined {
  const result = v.safeParse(fromView, message);
  return result.success ? result.output : undefined;
}

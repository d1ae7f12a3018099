import * as v from 'valibot';
import type { AlertCommand } from '../alerts';
import { time } from './time';

/** Ids of alerts are 16 characters; those of a later version may be longer. */
const longestId = 128;

const alert = v.pipe(v.string(), v.minLength(1), v.maxLength(longestId));

export const alertCommand = v.variant('kind', [
  v.strictObject({ kind: v.literal('acknowledge'), alert }),
  v.strictObject({ kind: v.literal('silence'), alert, until: v.union([time, v.literal('resolved')]) }),
  v.strictObject({ kind: v.literal('unsilence'), alert }),
]) satisfies v.GenericSchema<AlertCommand>;

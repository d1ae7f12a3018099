import { createHash } from 'node:crypto';
import type { Labels } from '../../../protocol/metric';
import { keyOfLabels } from './labelSets';

/** 16 hexadecimal digits, the same for the same rule and labels in every engine. */
export function instanceId(rule: string, labels: Labels): string {
  return createHash('sha256')
    .update(`[${JSON.stringify(rule)},${keyOfLabels(labels)}]`)
    .digest('hex')
    .slice(0, 16);
}

import * as l10n from '@vscode/l10n';
import type { Quality, Unit } from '../../src/protocol/metric';
import type { LineTrace } from './lineTrace';
import { readingOf, type Reading } from './reading';
import { Trace } from './trace';

/** How good values are, and why they are not measured. */
export interface Worth {
  readonly quality: Quality;
  readonly reason?: string;
}

/** Whether a line has a value in a stretch of time, both ends in ms since 1970. */
export function hasValue(trace: LineTrace, from: number, to: number): boolean {
  const { steps } = trace;
  if (steps) {
    // A step without a value is one that is not there.
    const row = steps.firstFrom(from);
    return row < steps.length && steps.timeAt(row) <= to;
  }
  const column = trace instanceof Trace && trace.timestamp >= from ? trace.column : undefined;
  if (!column) return false;
  for (let row = column.firstFrom(from); row < column.length && column.timeAt(row) <= to; row++)
    if (!Number.isNaN(column.valueAt(row))) return true;
  return false;
}

/** Whether a line shows anything of a stretch of time: what is not available any more was so when its samples came. */
export function isDrawn({ quality, trace }: Worth & { readonly trace: LineTrace }, from: number, to: number): boolean {
  return quality !== 'unavailable' || hasValue(trace, from, to);
}

/**
 * What the values of a line are worth that were there all the same while it was not available for a part of the time:
 * they say less than they seem, and are shown as estimates, not as nothing.
 */
export function worthOfValues({ quality, reason }: Worth): Worth {
  if (quality !== 'unavailable') return { quality, ...(reason === undefined ? {} : { reason }) };
  return { quality: 'estimated', reason: `${l10n.t('It was not available all the time.')} ${reason ?? ''}`.trim() };
}

/** One value of a line; NaN: there was none at its time, for the reason that there is none now. */
export function valueReading(value: number, unit: Unit, worth: Worth): Reading {
  const { quality, reason } = Number.isNaN(value) ? worth : worthOfValues(worth);
  return readingOf(value, unit, quality, reason);
}

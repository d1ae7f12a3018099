import * as l10n from '@vscode/l10n';
import type { Quality, Unit } from '../../src/protocol/metric';
import type { Quantity } from '../../src/protocol/quantity';
import { formatValue, joined, notAvailable, noValue, quantityOf } from './format';
import type { KnownSeries } from './seriesStore';

/** A figure as a screen shows it. */
export interface Reading {
  readonly quantity: Quantity;
  /** Why there is no figure, or why it is an estimate. */
  readonly hint?: string;
  readonly hasValue: boolean;
}

const nothing: Reading = { quantity: { number: noValue, unit: '' }, hasValue: false };

/** A value with its quality: an estimate is marked, an unavailable one is never a number. */
export function readingOf(
  value: number | undefined,
  unit: Unit,
  quality: Quality = 'measured',
  reason?: string,
): Reading {
  if (quality === 'unavailable') {
    return {
      quantity: { number: notAvailable, unit: '' },
      hint: reason ?? l10n.t('Not available here.'),
      hasValue: false,
    };
  }
  if (value === undefined || Number.isNaN(value)) return nothing;
  return knownReading(quantityOf(value, unit), quality, reason);
}

/** As `readingOf`, for a figure that is there and is written in a way of its own. */
export function knownReading(parts: Quantity, quality: Exclude<Quality, 'unavailable'>, reason?: string): Reading {
  if (quality === 'measured') return { quantity: parts, hasValue: true };
  const hint = reason === undefined ? l10n.t('Estimated.') : `${l10n.t('Estimated.')} ${reason}`;
  return { quantity: { number: `≈\u00a0${parts.number}`, unit: parts.unit }, hint, hasValue: true };
}

/** The same reading with something more to say about it, in front of what was said already. */
export function withHint(reading: Reading, hint: string | undefined): Reading {
  if (hint === undefined || hint === '') return reading;
  return { ...reading, hint: reading.hint === undefined ? hint : `${hint}\n${reading.hint}` };
}

/** Two readings of one unit in one cell, `1,204 / 310`, or the reason why there is neither. */
export function pairReading(first: Reading, second: Reading): Reading {
  if (!first.hasValue && !second.hasValue) return first.hint === undefined ? second : first;
  const [one, other] = [first.quantity, second.quantity];
  const number =
    one.unit === other.unit || one.unit === '' || other.unit === ''
      ? `${one.number} / ${other.number}`
      : `${joined(one)} / ${other.number}`;
  const hint = [...new Set([first.hint, second.hint])].filter((text) => text !== undefined).join('\n');
  return { quantity: { number, unit: other.unit || one.unit }, hasValue: true, ...(hint === '' ? {} : { hint }) };
}

/** The newest value of a series; a dash for one that is not known or has gone quiet. */
export function newestReading(known: KnownSeries | undefined, now: number): Reading {
  if (!known) return nothing;
  const { unit, quality, reason } = known.info;
  return readingOf(known.trace.freshValue(now), unit, quality, reason);
}

/** As `newestReading`, but the mean of the last second, for a figure that would jump too much to be read. */
export function meanReading(known: KnownSeries | undefined, now: number): Reading {
  if (!known) return nothing;
  const { unit, quality, reason } = known.info;
  return readingOf(known.trace.freshMean(now), unit, quality, reason);
}

/** A size that the engine told outside the series; a dash where it did not. */
export function sizeText(bytes: number | undefined): string {
  return bytes === undefined ? noValue : formatValue(bytes, 'bytes');
}

export function textOf(reading: Reading): string {
  return joined(reading.quantity);
}

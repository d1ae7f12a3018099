import type { Quality, Unit } from '../../src/protocol/metric';
import { formatValue, joined, notAvailable, noValue, quantity, type Quantity } from './format';
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
    return { quantity: { number: notAvailable, unit: '' }, hint: reason ?? 'Not available here.', hasValue: false };
  }
  if (value === undefined || Number.isNaN(value)) return nothing;
  const parts = quantity(value, unit);
  if (quality === 'measured') return { quantity: parts, hasValue: true };
  const hint = reason === undefined ? 'Estimated.' : `Estimated. ${reason}`;
  return { quantity: { number: `≈\u00a0${parts.number}`, unit: parts.unit }, hint, hasValue: true };
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

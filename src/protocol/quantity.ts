import type { Unit } from './metric';

/** A value in two parts, so that a screen can give the unit less weight. */
export interface Quantity {
  readonly number: string;
  /** Empty for a plain count. */
  readonly unit: string;
}

const kibi = 1024;
const sizeUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const grouping = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const hundredths = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** A value with as many digits as carry information in its unit. */
export function quantity(value: number, unit: Unit): Quantity {
  switch (unit) {
    case 'percent':
      return { number: value.toFixed(1), unit: '%' };
    case 'bytes':
      return size(value, '');
    case 'bytes_per_second':
      return size(value, '/s');
    case 'milliseconds':
      return duration(value);
    case 'tokens':
      return { number: total(value), unit: 'tok' };
    case 'tokens_per_second':
      return { number: adaptive(value), unit: 'tok/s' };
    case 'per_second':
      return { number: adaptive(value), unit: '/s' };
    case 'load':
    case 'ratio':
      return { number: value.toFixed(2), unit: '' };
    case 'celsius':
      return { number: value.toFixed(0), unit: '°C' };
    case 'watts':
      return { number: adaptive(value), unit: 'W' };
    case 'joules':
      return { number: adaptive(value), unit: 'J' };
    case 'joules_per_token':
      return { number: adaptive(value), unit: 'J/tok' };
    case 'bits':
      return { number: value.toFixed(2), unit: 'bits' };
    case 'dollars':
      return { number: dollars(value), unit: 'USD' };
    case 'flag':
      // Only a mean lies between the two, and tells how often it was yes.
      if (value > 0 && value < 1) return quantity(100 * value, 'percent');
      return { number: value === 0 ? 'no' : 'yes', unit: '' };
    case 'requests':
    case 'connections':
    case 'samples':
    case 'frames':
    case 'events':
    case 'tasks':
    case 'messages':
    case 'turns':
    case 'instances':
    case 'calls':
    case 'errors':
      return { number: count(value), unit: '' };
  }
}

/** A size in the largest unit of which it is at least one: 3 and `MiB` of 3,145,728. */
export function scaledSize(bytes: number): { readonly scaled: number; readonly name: string } {
  const { power, scaled } = scaleSize(bytes);
  return { scaled, name: sizeUnits[power]! };
}

function scaleSize(value: number): { power: number; scaled: number } {
  let scaled = value;
  let power = 0;
  while (scaled >= kibi && power < sizeUnits.length - 1) {
    scaled /= kibi;
    power++;
  }
  return { power, scaled };
}

function size(value: number, per: string): Quantity {
  let { power, scaled } = scaleSize(value);
  // 1023.6 would be written as 1024 of the smaller unit.
  if (scaled >= kibi - 0.5 && power < sizeUnits.length - 1) {
    scaled /= kibi;
    power++;
  }
  const decimals = power === 0 || scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2;
  return { number: scaled.toFixed(decimals), unit: sizeUnits[power]! + per };
}

function duration(ms: number): Quantity {
  if (ms >= 9999.5) return { number: (ms / 1000).toFixed(1), unit: 's' };
  return { number: ms.toFixed(ms < 9.995 ? 2 : ms < 99.95 ? 1 : 0), unit: 'ms' };
}

/** Cents, and where a price is below one, the digits that say something. */
function dollars(value: number): string {
  const small = Math.abs(value);
  return small === 0 || small >= 0.995 ? value.toFixed(2) : value.toFixed(small < 0.00995 ? 5 : 3);
}

function adaptive(value: number): string {
  if (value === 0) return '0';
  if (value < 0.995) return value.toFixed(2);
  return value < 999.5 ? value.toFixed(1) : grouping.format(value);
}

/** Things are whole, but their mean is not, and of a few of them it would be rounded to none or to one more. */
function count(value: number): string {
  return Math.abs(value) < 99.995 ? hundredths.format(value) : total(value);
}

function total(value: number): string {
  if (value < 999_999.5) return grouping.format(value);
  return value < 999_995_000 ? `${(value / 1e6).toFixed(2)}M` : `${(value / 1e9).toFixed(2)}G`;
}

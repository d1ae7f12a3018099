import type { Unit } from '../../src/protocol/metric';

/** What stands where there is no value now. */
export const noValue = '–';
/** What stands where there can be no value; the reason is beside it. */
export const notAvailable = 'n/a';

/** A value in two parts, so that a screen can give the unit less weight. */
export interface Quantity {
  readonly number: string;
  /** Empty for a plain count. */
  readonly unit: string;
}

const kibi = 1024;
const joulesPerWattHour = 3600;
const sizeUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const grouping = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

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
    case 'flag':
      return { number: value === 0 ? 'no' : 'yes', unit: '' };
    case 'requests':
    case 'connections':
    case 'samples':
    case 'frames':
    case 'events':
      return { number: total(value), unit: '' };
  }
}

/** A value and its unit as one text: `23.4%`, `7.14 GiB`, `58.3 tok/s`. The space does not break. */
export function formatValue(value: number, unit: Unit): string {
  return joined(quantity(value, unit));
}

export function joined({ number, unit }: Quantity): string {
  if (unit === '') return number;
  return unit === '%' ? `${number}%` : `${number}\u00a0${unit}`;
}

/** A value beside an axis: no digits that its step does not need. */
export function formatTick(value: number, unit: Unit): string {
  if (value === 0) return unit === 'percent' ? '0%' : '0';
  if (unit === 'percent') return `${value.toFixed(0)}%`;
  if (unit === 'bytes' || unit === 'bytes_per_second') {
    const { power, scaled } = scaleSize(value);
    return `${String(scaled)}\u00a0${sizeUnits[power]!}${unit === 'bytes' ? '' : '/s'}`;
  }
  return Number.isInteger(value) ? grouping.format(value) : String(Number(value.toPrecision(2)));
}

/** Energy over a longer time: joules while they are few, then watt-hours. */
export function energyTotal(joules: number): Quantity {
  const wattHours = joules / joulesPerWattHour;
  if (wattHours < 0.1) return { number: joules.toFixed(joules < 9.95 ? 1 : 0), unit: 'J' };
  if (wattHours < 999.5) return { number: wattHours.toFixed(wattHours < 9.995 ? 2 : 1), unit: 'Wh' };
  return { number: (wattHours / 1000).toFixed(2), unit: 'kWh' };
}

/** A time of day with tenths of a second: `14:03:07.2`. */
export function clockTime(ms: number, tenths = false): string {
  const date = new Date(ms);
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()];
  const text = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return tenths ? `${text}.${String(Math.floor(date.getMilliseconds() / 100))}` : text;
}

/** A day as an axis names it: `24 Nov`. */
export function dayOfMonth(ms: number): string {
  const date = new Date(ms);
  return `${date.getDate()} ${months[date.getMonth()]!}`;
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

function adaptive(value: number): string {
  if (value === 0) return '0';
  if (value < 0.995) return value.toFixed(2);
  return value < 999.5 ? value.toFixed(1) : grouping.format(value);
}

function total(value: number): string {
  if (value < 999_999.5) return grouping.format(value);
  return value < 999_995_000 ? `${(value / 1e6).toFixed(2)}M` : `${(value / 1e9).toFixed(2)}G`;
}

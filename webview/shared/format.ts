import * as l10n from '@vscode/l10n';
import type { Unit } from '../../src/protocol/metric';
import { quantity, scaledSize, type Quantity } from '../../src/protocol/quantity';
import { pageLanguage } from './pageLanguage';

/** What stands where there is no value now. */
export const noValue = '–';
/** What stands where there can be no value; the reason is beside it. */
export const notAvailable = l10n.t('n/a');

const joulesPerWattHour = 3600;
const months = monthNames(pageLanguage());
const grouping = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A value and its unit as one text: `23.4%`, `7.14 GiB`, `58.3 tok/s`. The space does not break. */
export function formatValue(value: number, unit: Unit): string {
  return joined(quantityOf(value, unit));
}

/** A value in two parts, with words in the page's language where it has any. */
export function quantityOf(value: number, unit: Unit): Quantity {
  const parts = quantity(value, unit);
  return unit === 'flag' && parts.unit === '' ? { number: flagWord(value), unit: '' } : parts;
}

export function flagWord(value: number): string {
  return value === 0 ? l10n.t('no') : l10n.t('yes');
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
    const { scaled, name } = scaledSize(value);
    return `${String(scaled)}\u00a0${name}${unit === 'bytes' ? '' : '/s'}`;
  }
  const number = Number.isInteger(value) ? grouping.format(value) : String(Number(value.toPrecision(2)));
  // Nothing else on a chart of times names their unit.
  return unit === 'milliseconds' ? `${number}\u00a0ms` : number;
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
  return l10n.t({
    message: '{0} {1}',
    args: [date.getDate(), months[date.getMonth()]!],
    comment: ['A day of the month and the short name of the month, as in "24 Nov".'],
  });
}

function monthNames(language: string): readonly string[] {
  const format = new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2000, month)));
}

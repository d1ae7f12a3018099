import type { Unit } from '../../../protocol/metric';
import { quantity } from '../../../protocol/quantity';

const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** A value as a sentence has it, rounded and with its unit: `93.4%`, `7.1 GiB`, `-4 ms`. @param unit null: it has none. */
export function spoken(value: number, unit: Unit | null): string {
  if (!Number.isFinite(value)) return 'no value';
  if (unit === null) return plain.format(value);
  const { number, unit: name } = quantity(Math.abs(value), unit);
  const sign = value < 0 && /[1-9]/.test(number) ? '-' : '';
  const short = number.includes('.') ? number.replace(/0+$/, '').replace(/\.$/, '') : number;
  if (name === '') return sign + short;
  return name === '%' ? `${sign}${short}%` : `${sign}${short} ${name}`;
}

const spans = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const;

/** A span of time in its two largest units: `5 min`, `1 h 30 min`, `0 s`. @param ms Milliseconds. */
export function spokenSpan(ms: number): string {
  if (ms > 0 && ms < 1000) return `${Math.round(ms)} ms`;
  let rest = Math.max(0, Math.round(ms / 1000) * 1000);
  const parts: string[] = [];
  for (const [size, name] of spans) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

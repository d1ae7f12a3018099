import type { Unit } from '../../../protocol/metric';

/** What a value is divided by to be in Prometheus' base unit. */
const divisors: Partial<Record<Unit, number>> = { percent: 100, milliseconds: 1000 };

/** Names of base units as they end the names of families. */
const unitNames: Partial<Record<Unit, string>> = {
  percent: 'ratio',
  ratio: 'ratio',
  milliseconds: 'seconds',
  bytes: 'bytes',
  bytes_per_second: 'bytes_per_second',
  tokens_per_second: 'tokens_per_second',
  celsius: 'celsius',
  watts: 'watts',
  joules: 'joules',
  // Readers of these pages take bits for a part of bytes. A bit of entropy has a name of its own.
  bits: 'shannons',
};

/** A value of the catalogue in seconds instead of milliseconds, as a ratio instead of percent, else as it is. */
export function inBaseUnit(value: number, unit: Unit): number {
  const divisor = divisors[unit];
  return divisor === undefined ? value : value / divisor;
}

/** The unit of a family by the end of its name; OpenMetrics allows no other, and none for what is merely counted. */
export function unitOf(family: string, unit: Unit): string | undefined {
  const name = unitNames[unit];
  return name !== undefined && family.endsWith(`_${name}`) ? name : undefined;
}

import { asArray, asCount } from '../../../collect/runtimes/parse/json';
import type { TokenCounts } from '../../../models/measuredRequest';
import type { Wire } from './eventFacts';

const nothing: Wire = Object.freeze({});
const none: readonly unknown[] = Object.freeze([]);

/** A value as an object; an empty one for anything else. */
export const wire = (value: unknown): Wire => (typeof value === 'object' && value !== null ? (value as Wire) : nothing);

export const list = (value: unknown): readonly unknown[] => asArray(value) ?? none;

/** Whether a value holds content: text that is not empty, or parts. */
export const isContent = (value: unknown): boolean =>
  (typeof value === 'string' || Array.isArray(value)) && value.length > 0;

const mostNameCharacters = 1024;

/** A model's name; undefined where there is none. */
export const nameIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, mostNameCharacters) : undefined;

/** A number, not negative, given as number or numeric text. */
export function amount(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** A time in milliseconds. @param perSecond How many of the units that it is given in make a second. */
export function milliseconds(value: unknown, perSecond: number): number | undefined {
  const time = amount(value);
  return time === undefined ? undefined : (time * 1000) / perSecond;
}

/** Sum of counts of which some may be missing; undefined when all are. */
export function total(...values: readonly unknown[]): number | undefined {
  const counts = values.map(asCount).filter((count) => count !== undefined);
  return counts.length === 0 ? undefined : counts.reduce((a, b) => a + b);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Counts without those that are missing. */
export function counts(
  input: number | undefined,
  cached: number | undefined,
  output: number | undefined,
  reasoning?: number,
): TokenCounts {
  const given: Mutable<TokenCounts> = {};
  if (input !== undefined) given.input = input;
  if (cached !== undefined) given.cached = cached;
  if (output !== undefined) given.output = output;
  if (reasoning !== undefined) given.reasoning = reasoning;
  return given;
}

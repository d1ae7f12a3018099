import type { Quality } from '../../../src/protocol/metric';
import type { DomainReading } from './scene';

/** By how much parts and their sum, read at nearly the same time, may differ, as a share of the sum. */
const slack = 0.02;
/** In watts, tokens or bytes a second, and bits. */
const mostFigure = 1e15;

/** A part of the power that comes in, each watt in one part only. */
export interface SupplyPart {
  readonly key: string;
  /** `other` is what the machine takes beyond the parts that are read on their own. */
  readonly role: 'domain' | 'other';
  /** NaN where unknown; such a part is in no sum. */
  readonly watts: number;
  readonly quality: DomainReading['quality'];
}

/**
 * The parts of the power, so that no watt is counted twice: what a machine's total holds beyond its parts becomes a part
 * `other`, and where parts overlap (their sum is above the total) only the total is told.
 */
export function supplyOf(domains: readonly DomainReading[]): SupplyPart[] {
  const whole = known(domains, 'total') ?? known(domains, 'battery');
  const parts = domains.filter(({ domain }) => domain !== 'total' && domain !== 'battery').map(partOf);
  if (!whole) return parts.length > 0 ? parts : domains.slice(0, 1).map(partOf);
  const counted = parts.reduce((sum, { watts }) => sum + (watts > 0 ? watts : 0), 0);
  const unknown = parts.filter(({ watts }) => Number.isNaN(watts));
  if (counted === 0 || counted > whole.watts * (1 + slack)) return [partOf(whole), ...unknown];
  if (counted >= whole.watts * (1 - slack)) return parts;
  const isEstimated = [whole, ...parts].some(({ quality }) => quality === 'estimated');
  const quality = isEstimated ? 'estimated' : 'measured';
  return [...parts, { key: 'other', role: 'other', watts: whole.watts - counted, quality }];
}

function known(domains: readonly DomainReading[], wanted: string): DomainReading | undefined {
  return domains.find((one) => one.domain === wanted && isFigure(one.watts, one.quality));
}

/** Whether a value is one that something real can have. */
export function isFigure(value: number, quality: Quality): boolean {
  return quality !== 'unavailable' && value >= 0 && value <= mostFigure;
}

function partOf(reading: DomainReading): SupplyPart {
  const { domain, quality } = reading;
  const watts = isFigure(reading.watts, quality) ? reading.watts : NaN;
  return { key: domain, role: 'domain', watts, quality: Number.isNaN(watts) ? 'unavailable' : quality };
}

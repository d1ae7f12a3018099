import type { Origin, SeriesInfo } from '../../src/protocol/metric';

type Known = Pick<SeriesInfo, 'quality' | 'origin'>;

/** How good a value of power or energy is, what it covers and what told it: `measured · CPU package · RAPL package-0`. */
export function originText({ quality, origin }: Known): string {
  return joinedParts(quality, origin?.scope, origin?.source);
}

/** The same with the method: `measured · energy counter · CPU package · RAPL package-0`. */
export function originWithMethod({ quality, origin }: Known): string {
  const method: Origin['method'] | undefined = origin?.method === 'estimate' ? undefined : origin?.method;
  return joinedParts(quality, method, origin?.scope, origin?.source);
}

function joinedParts(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

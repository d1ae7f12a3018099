import type { DomainAccount } from './domainAccount';

/**
 * The domains that make up the machine's total now: those that are measured and not inside another one that is. A battery
 * counts the whole machine, so it counts alone, and only where no CPU is measured. Estimates count only where nothing is
 * measured.
 */
export function totalMembers(domains: readonly DomainAccount[]): readonly DomainAccount[] {
  const known = domains.filter((domain) => domain.isKnown);
  const measured = known.filter((domain) => domain.isMeasured);
  const pool = measured.length > 0 ? measured : known;
  const hasCpu = pool.some(({ facts }) => facts.part === 'cpu');
  const batteries = pool.filter(({ facts }) => facts.part === 'battery');
  if (batteries.length > 0 && !hasCpu) return batteries;
  return pool.filter(({ facts }) => facts.part !== 'battery' && !(hasCpu && facts.isInsideAnother));
}

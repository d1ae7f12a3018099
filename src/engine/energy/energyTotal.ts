import type { EnergyMethod, Origin, Quality } from '../../protocol/metric';
import type { DomainAccount } from './domainAccount';
import { totalMembers } from './totalMembers';

interface Member {
  readonly account: DomainAccount;
  joules: number;
  readings: number;
}

/**
 * The machine's total: the growth of the domains that count at the time. Domains may come and go, and what one counted
 * before it counted here is not in it.
 */
export class EnergyTotal {
  measuredJoules = 0;
  estimatedJoules = 0;
  /** The domains that count now. */
  members: readonly DomainAccount[] = [];
  /** Their names; while none counts, those of the last ones that did. */
  scope = '';
  private readonly seen = new Map<DomainAccount, Member>();

  /** Takes in what the domains accounted for since the last time. */
  advance(domains: readonly DomainAccount[]): void {
    this.members = totalMembers(domains);
    if (this.members.length > 0) this.scope = this.members.map(nameOf).join(' + ');
    for (const account of domains) {
      const seen = this.seenOf(account);
      const grown = account.joules - seen.joules;
      seen.joules = account.joules;
      if (grown === 0 || !this.members.includes(account)) continue;
      if (account.isMeasured) this.measuredJoules += grown;
      else this.estimatedJoules += grown;
    }
  }

  /** `estimated` when only estimates count. */
  get quality(): Quality {
    const [first] = this.members;
    if (!first) return 'unavailable';
    return first.isMeasured ? 'measured' : 'estimated';
  }

  /** Joules to show; NaN while nothing counts. What was estimated is never in a measured figure. */
  get joules(): number {
    const { quality, measuredJoules, estimatedJoules } = this;
    if (quality === 'unavailable') return NaN;
    return quality === 'measured' ? measuredJoules : measuredJoules + estimatedJoules;
  }

  /** Watts of the members that were read lately; NaN when none was. */
  watts(now: number): number {
    const watts = this.members.map((member) => member.wattsAtTime(now)).filter((one) => !Number.isNaN(one));
    return watts.length === 0 ? NaN : watts.reduce((sum, one) => sum + one);
  }

  /** What the total covers and how it is got, the least direct way of its members; undefined while nothing counts. */
  get origin(): Origin | undefined {
    const origins = this.members.map(({ facts }) => facts.origin);
    const method = methods.find((one) => origins.some((origin) => origin.method === one));
    if (!method) return undefined;
    return { method, scope: joined(origins.map(({ scope }) => scope)), source: joined(origins.map((o) => o.source)) };
  }

  /** Whether every member that is being read was read since the last `settle`; false when none is being read. */
  isSettled(now: number): boolean {
    const fresh = this.members.filter((member) => member.isFresh(now));
    return fresh.length > 0 && fresh.every((member) => member.readings !== this.seenOf(member).readings);
  }

  settle(): void {
    for (const seen of this.seen.values()) seen.readings = seen.account.readings;
  }

  private seenOf(account: DomainAccount): Member {
    let seen = this.seen.get(account);
    if (!seen) this.seen.set(account, (seen = { account, joules: 0, readings: 0 }));
    return seen;
  }
}

/** From the least direct to the most direct way. */
const methods: readonly EnergyMethod[] = ['estimate', 'power sensor', 'integrated power', 'energy counter'];

const nameOf = ({ facts }: DomainAccount): string => facts.domain;

const joined = (parts: readonly string[]): string => [...new Set(parts)].join(' + ');

import type { EnergyMethod, Origin } from '../../protocol/metric';
import type { Sink } from '../collect/collector';
import type { Group } from '../metrics/group';
import type { Series } from '../metrics/series';
import type { DomainAccount } from './domainAccount';
import type { EnergyTotal } from './energyTotal';

interface Pair {
  readonly watts: Series;
  readonly joules: Series;
}

const totalName = 'total';

/** Writes power and energy of each domain and of the total as frames of one group. */
export class PowerFrame {
  private readonly group: Group;
  private readonly pairs = new Map<string, Pair>();
  private names: readonly string[] = [];
  private hadValues = false;

  constructor(
    private readonly sink: Sink,
    hz: number,
  ) {
    this.group = sink.group('power', hz);
  }

  /**
   * @param unknown Why there is no total now.
   * @param now Ms of the monotonic clock.
   * @param timestamp Ms since 1970.
   */
  write(
    domains: readonly DomainAccount[],
    total: EnergyTotal,
    unknown: string | undefined,
    now: number,
    timestamp: number,
  ): void {
    const shown = shownOf(domains);
    this.arrange([...shown.keys(), totalName]);
    const { values } = this.group;
    let column = 0;
    for (const [name, account] of shown) {
      this.describe(name, account, domains);
      values[column++] = account.wattsAtTime(now);
      values[column++] = account.isKnown ? account.joules : NaN;
    }
    const { watts, joules } = this.pair(totalName);
    const reason = total.quality === 'estimated' ? 'Nothing is measured; the total is what was estimated.' : unknown;
    this.sink.setQuality(watts, total.quality, reason);
    this.sink.setQuality(joules, total.quality, reason);
    this.tellOrigin(totalName, total.origin);
    values[column++] = total.watts(now);
    values[column] = total.joules;
    const hasValues = values.some((value) => !Number.isNaN(value));
    if (hasValues || this.hadValues) this.sink.commit(this.group, timestamp);
    this.hadValues = hasValues;
  }

  /** A frame without values, so that charts show a gap instead of a line across it. */
  gap(timestamp: number): void {
    if (this.hadValues) this.sink.commit(this.group, timestamp);
    this.hadValues = false;
  }

  private describe(name: string, account: DomainAccount, domains: readonly DomainAccount[]): void {
    const { watts, joules } = this.pair(name);
    const isUnavailable = account.reason !== undefined;
    const quality = isUnavailable ? 'unavailable' : account.isMeasured ? 'measured' : 'estimated';
    const reason = quality === 'estimated' ? estimateReason(name, domains) : account.reason;
    this.sink.setQuality(watts, quality, reason);
    this.sink.setQuality(joules, quality, reason);
    this.tellOrigin(name, account.facts.origin);
  }

  /** Joules of a sensor are its watts, integrated; watts of an integral are the sensor's own. */
  private tellOrigin(name: string, origin: Origin | undefined): void {
    if (!origin) return;
    const { watts, joules } = this.pair(name);
    const as = (from: EnergyMethod, to: EnergyMethod): Origin =>
      origin.method === from ? { ...origin, method: to } : origin;
    this.sink.setOrigin(watts, as('integrated power', 'power sensor'));
    this.sink.setOrigin(joules, as('power sensor', 'integrated power'));
  }

  private arrange(names: readonly string[]): void {
    if (names.length === this.names.length && names.every((name, index) => name === this.names[index])) return;
    this.names = names;
    this.group.setLayout(names.flatMap((name) => [this.pair(name).watts, this.pair(name).joules]));
  }

  private pair(domain: string): Pair {
    let pair = this.pairs.get(domain);
    if (!pair) {
      const watts = this.sink.series('system.power_watts', { domain });
      pair = { watts, joules: this.sink.series('system.energy_joules', { domain }) };
      this.pairs.set(domain, pair);
    }
    return pair;
  }
}

/** One account for each name: the measured one, unless it cannot be read and there is an estimate. */
function shownOf(domains: readonly DomainAccount[]): ReadonlyMap<string, DomainAccount> {
  const shown = new Map<string, DomainAccount>();
  for (const account of domains) {
    const { domain } = account.facts;
    const other = shown.get(domain);
    const isBetter = !other || rank(account) > rank(other);
    if (isBetter) shown.set(domain, account);
  }
  return shown;
}

function rank(account: DomainAccount): number {
  return (account.reason === undefined ? 2 : 0) + (account.isMeasured ? 1 : 0);
}

function estimateReason(name: string, domains: readonly DomainAccount[]): string {
  const measured = domains.find((one) => one.facts.domain === name && one.isMeasured);
  return `It is estimated, as the settings ask for, because it is not measured. ${measured?.reason ?? ''}`.trim();
}

import type { Probe } from '../../../../protocol/status';
import type { Clock } from '../../../clock';
import type { Stoppable, Ticker } from '../../../ticker';
import type { HttpResult } from '../http/httpResult';
import type { LoopbackAddress } from '../http/loopbackAddress';
import type { LoopbackClient } from '../http/loopbackClient';
import { localPort, wellKnownCandidates, type Candidate } from './candidates';
import { identify, type Identity } from './identify';
import { llamaServerPorts } from './serverProcesses';

const roundMs = 10_000;
/** Once something was found, and for looking through processes, which takes longer. */
const calmRoundMs = 30_000;
const maxProcessPorts = 32;
/** Stands for questions that are not asked any more. */
const stopped: HttpResult = { outcome: 'refused', by: 'connection', reason: 'the monitor stopped looking' };

export type FoundKind = Exclude<Identity['kind'], 'none'>;

export interface DiscoveryOptions {
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly client: Pick<LoopbackClient, 'get'>;
  readonly ollamaHost: string | undefined;
  /** Ports of model servers that this user runs. */
  readonly processPorts?: () => Promise<readonly number[]>;
  /** Whether a runtime at this port is already under watch, so that it is not asked who it is. */
  readonly isWatched: (port: number) => boolean;
  readonly hasFound: () => boolean;
  readonly found: (kind: FoundKind, address: LoopbackAddress) => void;
  /** Told when `probes` may say something new. */
  readonly changed: () => void;
}

/** Looks for runtimes in well-known places: every 10 s while there is none, every 30 s otherwise. */
export class Discovery {
  private outcomes: readonly Probe[] = [];
  private ports: readonly number[] = [];
  private ticking: Stoppable | undefined;
  private roundAt = -Infinity;
  private portsAt = -Infinity;
  private isLooking = false;
  /** Grows with every start and stop, so that a round which ends too late is recognised. */
  private life = 0;

  constructor(private readonly options: DiscoveryOptions) {}

  start(): void {
    this.stop();
    this.isLooking = false;
    this.portsAt = -Infinity;
    void this.look();
    this.ticking = this.options.ticker.every(roundMs, () => {
      const everyMs = this.options.hasFound() ? calmRoundMs : roundMs;
      if (this.options.clock.monotonic() - this.roundAt >= everyMs - roundMs / 2) void this.look();
    });
  }

  stop(): void {
    this.life++;
    this.ticking?.stop();
    this.ticking = undefined;
    this.outcomes = [];
  }

  /** Where it looked without finding a runtime, and what it met. */
  probes(): readonly Probe[] {
    return this.outcomes;
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    const { life } = this;
    this.isLooking = true;
    this.roundAt = this.options.clock.monotonic();
    const candidates = await this.candidates();
    const met = await Promise.all(candidates.map((candidate) => this.meet(candidate, life)));
    if (life !== this.life) return;
    this.isLooking = false;
    const outcomes: Probe[] = [];
    for (const [i, identity] of met.entries()) {
      const { address } = candidates[i]!;
      if (identity.kind === 'none') outcomes.push({ url: address.url, outcome: identity.outcome });
      else if (!this.options.isWatched(address.port)) this.options.found(identity.kind, address);
    }
    const isNew = JSON.stringify(outcomes) !== JSON.stringify(this.outcomes);
    this.outcomes = outcomes;
    if (isNew) this.options.changed();
  }

  private meet({ address, family }: Candidate, life: number): Promise<Identity> {
    return identify(family, async (path) => (life === this.life ? this.options.client.get(address, path) : stopped));
  }

  private async candidates(): Promise<Candidate[]> {
    const { clock, isWatched, ollamaHost, processPorts = llamaServerPorts } = this.options;
    if (clock.monotonic() - this.portsAt >= calmRoundMs - roundMs / 2) {
      this.portsAt = clock.monotonic();
      this.ports = (await processPorts()).slice(0, maxProcessPorts);
    }
    const byPort = new Map<number, Candidate>();
    for (const port of this.ports) byPort.set(port, { address: localPort(port), family: 'llama' });
    for (const candidate of wellKnownCandidates(ollamaHost)) byPort.set(candidate.address.port, candidate);
    return [...byPort.values()].filter(({ address }) => !isWatched(address.port));
  }
}

import type { Labels, Origin } from '../../src/protocol/metric';
import type { EngineStatus } from '../../src/protocol/status';
import { busyStatus } from './busyMachine';
import { Feed } from './feed';

/** A model of the fed machine; what is left out is not told of it. */
export interface FedModel {
  readonly name: string;
  readonly tokensPerSecond?: number | ((time: number) => number);
  /** Bounds of the entropy, bits a token. */
  readonly bits?: readonly [lower: number, upper: number];
  /** Power above idle; its counter of energy grows so fast. */
  readonly watts?: number;
  readonly isEnergyEstimated?: boolean;
  readonly joulesPerToken?: number;
  readonly noEnergy?: string;
}

export interface FedDomain {
  readonly domain: string;
  readonly watts: number;
  readonly quality?: 'estimated' | 'unavailable';
  readonly reason?: string;
  readonly origin: Origin;
}

export const start = 1_780_000_000_000;

export const cpuOrigin: Origin = { method: 'energy counter', scope: 'CPU package', source: 'RAPL package-0' };
export const gpuOrigin: Origin = { method: 'integrated power', scope: 'GPU board', source: 'nvidia-smi power.draw' };
const totalOrigin: Origin = {
  method: 'integrated power',
  scope: 'CPU package + GPU board',
  source: 'RAPL package-0 + nvidia-smi power.draw',
};

export const bothDomains: readonly FedDomain[] = [
  { domain: 'package', watts: 28, origin: cpuOrigin },
  { domain: 'gpu0', watts: 92, origin: gpuOrigin },
  { domain: 'total', watts: 120, origin: totalOrigin },
];

/** Series with values that stand still, so that a page must show the very numbers; energy grows by them since `start`. */
export function energyMachine(models: readonly FedModel[], domains: readonly FedDomain[] = bothDomains): Feed {
  const feed = new Feed();
  const group = feed.group(500);
  for (const { domain, watts, quality = 'measured', reason, origin } of domains) {
    const value = quality === 'unavailable' ? NaN : watts;
    feed.add(group, 'system.power_watts', { domain }, () => value, quality, reason, origin);
    feed.add(group, 'system.energy_joules', { domain }, (t) => energy(t, value), quality, reason, origin);
  }
  feed.add(group, 'system.disk_read_bytes_per_second', { device: 'nvme0n1' }, () => 6 * 1024 * 1024);
  feed.add(group, 'system.network_rx_bytes_per_second', { interface: 'eth0' }, () => 2 * 1024 * 1024);
  const fast = feed.group(100);
  for (const model of models) addModel(feed, fast, model);
  return feed;
}

function addModel(feed: Feed, group: number, model: FedModel): void {
  const { name, tokensPerSecond, bits, watts, isEnergyEstimated, joulesPerToken, noEnergy } = model;
  const labels: Labels = { runtime: 'llama', model: name };
  const speed = typeof tokensPerSecond === 'function' ? tokensPerSecond : () => tokensPerSecond ?? NaN;
  feed.add(group, 'model.tokens_per_second', labels, speed);
  if (bits)
    ['lower', 'upper'].forEach((bound, at) =>
      feed.add(group, 'model.entropy_bits', { ...labels, bound }, (t) => (speed(t) > 0 ? bits[at]! : NaN)),
    );
  const quality = noEnergy !== undefined ? 'unavailable' : isEnergyEstimated === true ? 'estimated' : 'measured';
  if (watts !== undefined || noEnergy !== undefined)
    feed.add(group, 'model.energy_joules', labels, (t) => energy(t, watts ?? NaN), quality, noEnergy);
  if (joulesPerToken !== undefined)
    feed.add(
      group,
      'model.joules_per_token',
      labels,
      () => joulesPerToken,
      quality === 'estimated' ? quality : 'measured',
    );
}

const energy = (time: number, watts: number): number => (watts * (time - start)) / 1000;

/** A status in which a runtime has these models ready. */
export function energyStatus(models: readonly FedModel[]): EngineStatus {
  const ready = models.map(({ name }) => ({ name, state: 'idle' as const }));
  const [runtime] = busyStatus.runtimes;
  return {
    ...busyStatus,
    startedAt: start,
    runtimes: models.length === 0 ? [] : [{ ...runtime!, models: ready, notes: [] }],
  };
}

export const twoModels: readonly FedModel[] = [
  { name: 'qwen2.5-coder-7b-instruct-q4_k_m', tokensPerSecond: 42, bits: [1.25, 1.6], watts: 61, joulesPerToken: 1.45 },
  { name: 'llama3.2:3b', tokensPerSecond: 18, watts: 14, isEnergyEstimated: true, joulesPerToken: 0.78 },
];

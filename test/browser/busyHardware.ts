import type { Origin } from '../../src/protocol/metric';
import { chance, wave, type Feed } from './feed';

const gib = 1024 ** 3;

/** Two GPUs, one of them asleep, and the power of what tells it. */
export function addHardware(feed: Feed): void {
  const group = feed.group(1000);
  addGpus(feed, group);
  addPower(feed, group);
}

function addGpus(feed: Feed, group: number): void {
  const works = (t: number): boolean => t % 40_000 > 11_000;
  const gpu = { gpu: '0' };
  feed.add(group, 'system.gpu_percent', gpu, (t) => (works(t) ? 88 + 9 * chance(t, 3) : 4 * chance(t, 3)));
  feed.add(group, 'system.gpu_memory_percent', gpu, (t) => 61.2 + 3 * wave(t, 50_000));
  feed.add(group, 'system.gpu_memory_used_bytes', gpu, (t) => (0.612 + 0.03 * wave(t, 50_000)) * 12 * gib);
  feed.add(group, 'system.gpu_temperature_celsius', gpu, (t) => 58 + 9 * wave(t, 40_000));
  feed.add(group, 'system.gpu_throttled', gpu, () => 0);
  const asleep = 'GPU asleep: it saves power and is not woken for figures. They come as soon as something uses it.';
  for (const metric of ['system.gpu_percent', 'system.gpu_memory_percent'] as const)
    feed.add(group, metric, { gpu: '1' }, () => NaN, 'unavailable', asleep);
}

const measuredCpu: Origin = { method: 'energy counter', scope: 'CPU package', source: 'RAPL package-0' };
const measuredGpu: Origin = { method: 'integrated power', scope: 'GPU board', source: 'nvidia-smi power.draw' };

function addPower(feed: Feed, group: number): void {
  const cpu = (t: number): number => 18 + 16 * wave(t, 47_000) + 3 * chance(t, 8);
  const gpu = (t: number): number => (t % 40_000 > 11_000 ? 118 + 12 * chance(t, 9) : 14);
  const since = 1_779_990_000_000;
  const total: Origin = { method: 'integrated power', scope: 'CPU package and GPU board', source: 'RAPL, nvidia-smi' };
  const domains: readonly [domain: string, signal: (t: number) => number, mean: number, origin: Origin][] = [
    ['package', cpu, 27, measuredCpu],
    ['gpu0', gpu, 92, measuredGpu],
    ['total', (t) => cpu(t) + gpu(t), 119, total],
  ];
  for (const [domain, signal, mean, origin] of domains) {
    feed.add(group, 'system.power_watts', { domain }, signal, 'measured', undefined, origin);
    const energy = (t: number): number => ((t - since) / 1000) * mean;
    feed.add(group, 'system.energy_joules', { domain }, energy, 'measured', undefined, origin);
  }
}

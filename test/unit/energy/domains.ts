import type { DomainFacts } from '../../../src/engine/energy/energyDomain';

/** Domains as readers announce them. */
export const packageFacts: DomainFacts = {
  domain: 'package',
  part: 'cpu',
  origin: { method: 'energy counter', scope: 'CPU package', source: 'RAPL package-0' },
};
export const dramFacts: DomainFacts = {
  domain: 'dram',
  part: 'memory',
  origin: { method: 'energy counter', scope: 'memory (DRAM)', source: 'RAPL dram of package-0' },
};
export const gpuFacts: DomainFacts = {
  domain: 'gpu0',
  part: 'gpu',
  origin: { method: 'power sensor', scope: 'GPU board', source: 'nvidia-smi power.draw' },
};
export const batteryFacts: DomainFacts = {
  domain: 'battery',
  part: 'battery',
  origin: { method: 'power sensor', scope: 'whole system, on battery', source: 'BAT0 power_now' },
};
export const estimateFacts: DomainFacts = {
  domain: 'package',
  part: 'cpu',
  origin: { method: 'estimate', scope: 'CPU package', source: 'a formula' },
};

/** Whether two figures are the same but for rounding, relative to the larger one. */
export const isSame = (a: number, b: number, share = 1e-9): boolean =>
  Math.abs(a - b) <= share * Math.max(1e-12, Math.abs(a), Math.abs(b));

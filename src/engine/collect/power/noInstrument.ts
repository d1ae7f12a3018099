import type { DomainFacts } from '../../energy/energyDomain';

/** The CPU where nothing tells its power: shown with a reason, never with a number. */
export const noInstrument: DomainFacts = {
  domain: 'package',
  part: 'cpu',
  origin: { method: 'energy counter', scope: 'CPU package', source: 'none found' },
};

/** What people can do where nothing measures the CPU. */
export const estimateHint = 'The setting wirthforge.energy.cpuTdpWatts gives an estimate from the CPU load instead.';

import { gpuName } from './gpuName';

const names: Readonly<Record<string, string>> = {
  total: 'Total',
  package: 'CPU package',
  dram: 'Memory',
  battery: 'Battery',
};

/** The name that people know a part of the machine by: `CPU package` of `package`, `GPU 0` of `gpu0`. */
export function domainName(domain: string): string {
  return Object.hasOwn(names, domain) ? names[domain]! : gpuName(domain);
}

import * as l10n from '@vscode/l10n';
import { gpuName } from './gpuName';

const names: Readonly<Record<string, string>> = {
  total: l10n.t('Total'),
  package: l10n.t('CPU package'),
  dram: l10n.t('Memory'),
  battery: l10n.t('Battery'),
};

/** The name that people know a part of the machine by: `CPU package` of `package`, `GPU 0` of `gpu0`. */
export function domainName(domain: string): string {
  return Object.hasOwn(names, domain) ? names[domain]! : gpuName(domain);
}

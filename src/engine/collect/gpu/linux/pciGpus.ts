import type { GpuFacts, GpuVendor } from '../gpu';
import { firstLine, linkedName, namesIn } from './sysFiles';

/** A GPU as the kernel's list of PCI devices shows it. */
export interface PciGpu extends GpuFacts {
  readonly folder: string;
  /** The driver that holds it; empty when none does. */
  readonly driver: string;
  readonly asleep: boolean;
}

const vendors: ReadonlyMap<string, GpuVendor> = new Map([
  ['0x10de', 'NVIDIA'],
  ['0x1002', 'AMD'],
  ['0x8086', 'Intel'],
]);
const display = '0x03';
/** What large Instinct cards call themselves; of other vendors it is no GPU. */
const accelerator = '0x1200';
const address = /^[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/i;

/** The GPUs of the machine in the order of their PCI addresses. What is read here wakes no device. */
export function pciGpus(sys: string): readonly PciGpu[] {
  const devices = `${sys}/bus/pci/devices`;
  return namesIn(devices).flatMap((place) => {
    if (!address.test(place)) return [];
    const folder = `${devices}/${place}`;
    const kind = firstLine(`${folder}/class`);
    const vendor = vendors.get(firstLine(`${folder}/vendor`));
    const isGpu = kind.startsWith(display) || (vendor === 'AMD' && kind.startsWith(accelerator));
    // A virtual function is a share of a GPU that is listed itself.
    if (!vendor || !isGpu || linkedName(`${folder}/physfn`) !== '') return [];
    const model = firstLine(`${folder}/device`).replace(/^0x/, '');
    const name = model === '' ? `${vendor} GPU` : `${vendor} GPU ${model}`;
    return [{ place, folder, vendor, name, driver: linkedName(`${folder}/driver`), asleep: isAsleep(folder) }];
  });
}

/** Whether a device is switched off to save power, or about to be. */
export function isAsleep(folder: string): boolean {
  const status = firstLine(`${folder}/power/runtime_status`);
  return status === 'suspended' || status === 'suspending';
}

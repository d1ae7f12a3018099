import path from 'node:path';
import type { Origin } from '../../../../protocol/metric';
import { numbered } from '../namedDomains';
import type { Instrument } from './instrument';
import { sysfsNames, sysfsText } from './sysfsText';

interface Sensor extends Pick<Instrument, 'combine'>, Pick<Origin, 'method' | 'scope'> {
  /** Names of files in the sensor's folder. */
  readonly files: readonly string[];
}

/** What a driver's sensor says of the CPU; undefined where it says nothing of it. */
type Understand = (folder: string, names: readonly string[]) => Sensor | undefined;

/** Drivers whose figures are known to be the CPU's. What else measures power may measure anything. */
const drivers: Readonly<Record<string, Understand>> = {
  fam15h_power: opteron,
  zenpower,
  amd_energy: ryzen,
  zenergy: ryzen,
  ina3221: jetson,
};

/** Sensors of the CPU that a folder of hardware monitors holds, one for each socket. */
export function hwmonInstruments(hwmon: string): readonly Instrument[] {
  const found = sysfsNames(hwmon).flatMap((entry) => {
    const folder = path.join(hwmon, entry);
    const driver = sysfsText(path.join(folder, 'name')) ?? '';
    const understand = Object.hasOwn(drivers, driver) ? drivers[driver] : undefined;
    const sensor = understand?.(folder, sysfsNames(folder));
    return sensor ? [{ folder, driver, sensor }] : [];
  });
  return found.map(({ folder, driver, sensor: { method, scope, files, combine } }, index) => ({
    facts: { domain: numbered('package', index), part: 'cpu', origin: { method, scope, source: `hwmon ${driver}` } },
    files: files.map((file) => path.join(folder, file)),
    combine,
  }));
}

/** `power1_average`, where there is one, is not used: reading it waits while the driver measures. */
function opteron(_folder: string, names: readonly string[]): Sensor | undefined {
  if (!names.includes('power1_input')) return undefined;
  return { method: 'power sensor', scope: 'CPU package', files: ['power1_input'], combine: 'sum' };
}

/** The two rails that feed the processor; one of them alone would pass for the whole. */
function zenpower(folder: string, names: readonly string[]): Sensor | undefined {
  const files = labelled(folder, names, /^power\d{1,2}_label$/, /^SVI2_P_(?:Core|SoC)$/);
  if (files.length !== 2) return undefined;
  return { method: 'power sensor', scope: 'CPU cores and SoC', files, combine: 'sum' };
}

/** Counters of sockets; those of cores lie inside. */
function ryzen(folder: string, names: readonly string[]): Sensor | undefined {
  const files = labelled(folder, names, /^energy\d{1,4}_label$/, /^Esocket\d{1,3}$/);
  if (files.length === 0) return undefined;
  return { method: 'energy counter', scope: 'CPU package', files, combine: 'sum' };
}

/** The rail that feeds the whole module, as volts and amperes; the others branch off it. */
function jetson(folder: string, names: readonly string[]): Sensor | undefined {
  const [volts] = labelled(folder, names, /^in\d_label$/, /^VDD_IN$/);
  if (volts === undefined) return undefined;
  const files = [volts, volts.replace(/^in/, 'curr')];
  return { method: 'power sensor', scope: 'whole module: CPU, GPU and memory', files, combine: 'product' };
}

/** Files of figures whose label is one that is looked for. */
function labelled(folder: string, names: readonly string[], file: RegExp, text: RegExp): readonly string[] {
  return names
    .filter((name) => file.test(name) && text.test(sysfsText(path.join(folder, name)) ?? ''))
    .map((name) => name.replace(/_label$/, '_input'));
}

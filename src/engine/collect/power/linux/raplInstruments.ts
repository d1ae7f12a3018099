import path from 'node:path';
import { Unreadable } from '../../system/unreadable';
import { numbered } from '../namedDomains';
import type { Instrument } from './instrument';
import { readNumberOnce } from './sysfsNumber';
import { sysfsNames, sysfsText } from './sysfsText';

/** How the origins of these counters begin. */
export const raplSource = 'RAPL';

const zoneName = /^intel-rapl:\d{1,4}$/;
const packageName = /^package-(\d{1,4})(?:-die-\d{1,4})?$/;

interface Package {
  readonly folder: string;
  /** The kernel's name, such as `package-0-die-1`. */
  readonly name: string;
  /** Number of the socket; dies of one socket share it. */
  readonly socket: string;
  /** Folders of the memory that it feeds. */
  readonly memory: readonly string[];
}

/**
 * Counters of the CPU packages that a folder of powercap zones holds, each followed by its memory's. Cores and graphics
 * lie inside their package, and `psys` holds packages and what the maker of the board chose, so none of them is listed;
 * nor are the zones of `intel-rapl-mmio`, which count a package a second time.
 */
export function raplInstruments(powercap: string): readonly Instrument[] {
  return withoutMirrors(packagesIn(powercap)).flatMap(({ folder, name, memory }, index) => [
    counter(folder, {
      domain: numbered('package', index),
      part: 'cpu',
      origin: { method: 'energy counter', scope: 'CPU package', source: `${raplSource} ${name}` },
    }),
    ...memory.map((child) =>
      counter(child, {
        domain: numbered('dram', index),
        part: 'memory',
        origin: { method: 'energy counter', scope: 'memory (DRAM)', source: `${raplSource} dram of ${name}` },
      }),
    ),
  ]);
}

function packagesIn(powercap: string): readonly Package[] {
  const names = sysfsNames(powercap);
  return names
    .filter((name) => zoneName.test(name))
    .flatMap((zone) => {
      const folder = path.join(powercap, zone);
      const name = sysfsText(path.join(folder, 'name')) ?? '';
      const socket = packageName.exec(name)?.[1];
      if (socket === undefined) return [];
      const children = names.filter((child) => child.startsWith(`${zone}:`)).map((child) => path.join(powercap, child));
      const memory = children.filter((child) => sysfsText(path.join(child, 'name')) === 'dram').slice(0, 1);
      return [{ folder, name, socket, memory }];
    });
}

/** Dies that mirror one counter are read within microseconds of each other; own counters are never this close. */
const mirroredMicrojoules = 1e6;

/** Leaves out dies that show the counter of their whole socket once more. */
function withoutMirrors(packages: readonly Package[]): readonly Package[] {
  if (new Set(packages.map(({ socket }) => socket)).size === packages.length) return packages;
  const read = packages.map(({ folder }) => onceOrNothing(path.join(folder, 'energy_uj')));
  return packages.filter(
    ({ socket }, index) =>
      !packages.some(
        (other, before) =>
          before < index && other.socket === socket && Math.abs(read[before]! - read[index]!) < mirroredMicrojoules,
      ),
  );
}

/** NaN where it cannot be read; the reading that follows says why. */
function onceOrNothing(file: string): number {
  try {
    return readNumberOnce(file);
  } catch (error) {
    if (error instanceof Unreadable) return NaN;
    throw error;
  }
}

function counter(folder: string, facts: Instrument['facts']): Instrument {
  const microjoules = Number(sysfsText(path.join(folder, 'max_energy_range_uj')));
  return {
    facts,
    files: [path.join(folder, 'energy_uj')],
    combine: 'sum',
    ...(microjoules > 0 ? { rangeJoules: microjoules / 1e6 } : {}),
  };
}

import { existsSync } from 'node:fs';
import { findProgram } from './findProgram';
import { AppleSource } from './apple/appleSource';
import type { GpuPlatform } from './gpuSource';
import { spawnProgram } from './lineProgram';
import { isOnBattery } from './linux/battery';
import { CardsSource } from './linux/cardsSource';
import { linuxProcessName } from './linux/processName';
import { isAsleep, pciGpus, type PciGpu } from './linux/pciGpus';
import { NvidiaSource } from './nvidia/nvidiaSource';
import { runProgram } from '../system/program';
import { linuxRoots, type LinuxRoots } from '../system/linux/linuxParts';
import { WindowsSource } from './windows/windowsSource';

/** Where GPUs are read on a platform; nowhere on one that the monitor does not know. */
export function gpuPlatformOf(name: NodeJS.Platform, roots: LinuxRoots = linuxRoots): GpuPlatform {
  if (name === 'linux') return linuxPlatform(roots);
  if (name === 'darwin') return { ...nothing, sources: [(context) => new AppleSource(context, apple)] };
  if (name === 'win32') return { ...nothing, sources: [(context) => new WindowsSource(context, windows)] };
  return nothing;
}

const nothing: GpuPlatform = {
  known: () => [],
  sources: [],
  isOnBattery: () => false,
  processName: () => Promise.resolve(undefined),
};

const programs = { run: runProgram, spawn: spawnProgram };

/** The second folder is that of WSL 2, where the driver is the one of Windows. */
const linuxFolders = ['/usr/bin', '/usr/lib/wsl/lib'];

function linuxPlatform(roots: LinuxRoots): GpuPlatform {
  const nvidia = {
    ...programs,
    find: () => findProgram('nvidia-smi', linuxFolders),
    // Windows hands its GPUs to WSL 2 beside the list of PCI devices.
    listed: () => (existsSync('/dev/dxg') ? undefined : pciGpus(roots.sys).filter(({ vendor }) => vendor === 'NVIDIA')),
    isAsleep: ({ folder }: PciGpu) => isAsleep(folder),
  };
  return {
    known: () => pciGpus(roots.sys),
    sources: [(context) => new NvidiaSource(context, nvidia), (context) => new CardsSource(context, roots)],
    isOnBattery: () => isOnBattery(roots.sys),
    processName: (id) => linuxProcessName(roots.proc, id),
  };
}

const apple = { ...programs, find: () => findProgram('macmon', ['/opt/homebrew/bin', '/usr/local/bin']) };

const windows = {
  ...programs,
  find: () => findProgram('nvidia-smi.exe', ['C:\\Windows\\System32']),
  listed: () => undefined,
  isAsleep: () => false,
};

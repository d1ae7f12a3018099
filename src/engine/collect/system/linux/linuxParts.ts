import { CpuSource } from '../cpuSource';
import { FilesystemsPart } from '../filesystemsPart';
import { pollAwaited } from '../awaitedPart';
import type { PartPlan } from '../part';
import { poll } from '../polledPart';
import { ConnectionsSource } from './connectionsSource';
import { DiskSource } from './diskSource';
import { LoadSource } from './loadSource';
import { MemorySource } from './memorySource';
import { linuxMounts } from './mountTable';
import { NetworkSource } from './networkSource';
import { ProcFile } from './procFile';
import { ProcStat } from './procStat';
import { ProcessesPart } from './processesPart';

/** Where the kernel's files lie; tests have folders of their own. */
export interface LinuxRoots {
  readonly proc: string;
  readonly sys: string;
}

export const linuxRoots: LinuxRoots = { proc: '/proc', sys: '/sys' };

/** What is read on Linux: files of the kernel, no other program. */
export function linuxParts({ proc, sys }: LinuxRoots): readonly PartPlan[] {
  const file = (name: string): ProcFile => new ProcFile(`${proc}/${name}`);
  return [
    {
      id: 'system.cpu',
      belongsTo: 'cpu',
      hz: (settings) => settings.systemHz,
      start: (context, hz) =>
        poll(context, hz, 'system.cpu', 'CPU figures', (group) => {
          return new CpuSource(new ProcStat(file('stat')), context.sink, group);
        }),
    },
    {
      id: 'system.load',
      belongsTo: 'cpu',
      hz: (settings) => Math.min(1, settings.systemHz),
      start: (context, hz) =>
        poll(context, hz, 'system.load', 'Load figures', (group) => {
          return new LoadSource(file('loadavg'), context.sink, group);
        }),
    },
    {
      id: 'system.memory',
      belongsTo: 'memory',
      hz: (settings) => settings.systemHz,
      start: (context, hz) =>
        poll(context, hz, 'system.memory', 'Memory figures', (group) => {
          return new MemorySource(file('meminfo'), context.sink, group);
        }),
    },
    {
      id: 'system.disk',
      belongsTo: 'disk',
      hz: (settings) => settings.systemHz,
      start: (context, hz) =>
        poll(context, hz, 'system.disk', 'Disk figures', (group) => {
          return new DiskSource(file('diskstats'), `${sys}/block`, context.clock, context.sink, group);
        }),
    },
    {
      id: 'system.filesystems',
      belongsTo: 'disk',
      hz: () => 0.1,
      start: (context, hz) => new FilesystemsPart(context, hz, linuxMounts(`${proc}/self/mounts`)),
    },
    {
      id: 'system.network',
      belongsTo: 'network',
      hz: (settings) => settings.networkHz,
      start: (context, hz) =>
        poll(context, hz, 'system.network', 'Network figures', (group) => {
          return new NetworkSource(file('net/dev'), context.clock, context.sink, group);
        }),
    },
    {
      id: 'system.connections',
      belongsTo: 'connections',
      hz: (settings) => Math.min(0.5, settings.systemHz),
      start: (context, hz) =>
        pollAwaited(context, hz, 'system.connections', 'Connection figures', (group) => {
          return new ConnectionsSource(`${proc}/net`, context.clock, context.sink, group);
        }),
    },
    {
      id: 'system.processes',
      belongsTo: 'processes',
      onDemand: true,
      hz: () => 0.2,
      start: (context, hz) => new ProcessesPart(context, hz, proc, new ProcStat(file('stat'))),
    },
  ];
}

import os from 'node:os';
import { pollAwaited } from '../awaitedPart';
import { CpuSource } from '../cpuSource';
import { DiskFrame } from '../diskFrame';
import { FilesystemsPart } from '../filesystemsPart';
import { netstatSource } from '../netstatSource';
import { NetworkFrame } from '../networkFrame';
import { OsCpus } from '../osCpus';
import type { PartPlan } from '../part';
import { poll } from '../polledPart';
import type { Command, RunProgram } from '../program';
import { countersSource } from './countersSource';
import { parseIoregDisks } from './ioregDisks';
import { LoadSource } from './loadSource';
import { memorySource } from './memorySource';
import { macosMounts } from './mountList';
import { parseNetstatInterfaces } from './netstatInterfaces';
import { processesSource } from './processesSource';

/** No other program is started more often than every 10 s: starting one holds the whole process for milliseconds. */
const programHz = 0.1;

const interfaces: Command = { file: '/usr/sbin/netstat', args: ['-ibn'] };
const sockets: Command = { file: '/usr/sbin/netstat', args: ['-an', '-p', 'tcp'] };
const disks: Command = {
  file: '/usr/sbin/ioreg',
  args: ['-c', 'IOBlockStorageDriver', '-r', '-l', '-w', '0', '-d', '2'],
};

/** What is read on macOS: what Node tells, and short runs of the system's own programs. */
export function macosParts(run: RunProgram): readonly PartPlan[] {
  return [
    {
      id: 'system.cpu',
      belongsTo: 'cpu',
      hz: (settings) => settings.systemHz,
      start: (context, hz) =>
        poll(context, hz, 'system.cpu', 'CPU figures', (group) => new CpuSource(new OsCpus(), context.sink, group)),
    },
    {
      id: 'system.load',
      belongsTo: 'cpu',
      hz: (settings) => Math.min(1, settings.systemHz),
      start: (context, hz) =>
        poll(context, hz, 'system.load', 'Load figures', (group) => new LoadSource(context.sink, group)),
    },
    {
      id: 'system.memory',
      belongsTo: 'memory',
      hz: () => programHz,
      start: (context, hz) =>
        pollAwaited(context, hz, 'system.memory', 'Memory figures', (group) =>
          memorySource(run, os.totalmem(), context.sink, group),
        ),
    },
    {
      id: 'system.disk',
      belongsTo: 'disk',
      hz: () => programHz,
      start: (context, hz) =>
        pollAwaited(context, hz, 'system.disk', 'Disk figures', (group) =>
          countersSource(run, disks, parseIoregDisks, new DiskFrame(context.sink, group), context.clock),
        ),
    },
    {
      id: 'system.filesystems',
      belongsTo: 'disk',
      hz: () => programHz,
      start: (context, hz) => new FilesystemsPart(context, hz, macosMounts(run)),
    },
    {
      id: 'system.network',
      belongsTo: 'network',
      hz: () => programHz,
      start: (context, hz) =>
        pollAwaited(context, hz, 'system.network', 'Network figures', (group) => {
          const frame = new NetworkFrame('lo0', context.sink, group);
          return countersSource(run, interfaces, parseNetstatInterfaces, frame, context.clock);
        }),
    },
    {
      id: 'system.connections',
      belongsTo: 'connections',
      hz: () => programHz,
      start: (context, hz) =>
        pollAwaited(context, hz, 'system.connections', 'Connection figures', (group) =>
          netstatSource(run, sockets, context.sink, group),
        ),
    },
    {
      id: 'system.processes',
      belongsTo: 'processes',
      onDemand: true,
      hz: () => programHz,
      start: (context, hz) =>
        pollAwaited(context, hz, 'system.processes', 'Figures of processes', (group) =>
          processesSource(run, os.cpus().length, context.sink, group),
        ),
    },
  ];
}

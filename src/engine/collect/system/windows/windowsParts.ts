import path from 'node:path';
import type { Sink } from '../../collector';
import type { Series } from '../../../metrics/series';
import type { Stoppable } from '../../../ticker';
import { pollAwaited } from '../awaitedPart';
import { CpuSource } from '../cpuSource';
import { FilesystemsPart } from '../filesystemsPart';
import { netstatSource } from '../netstatSource';
import { OsCpus } from '../osCpus';
import type { PartPlan } from '../part';
import { poll } from '../polledPart';
import type { Command, RunProgram } from '../program';
import { windowsDrives } from './drives';
import { MemorySource } from './memorySource';
import { disk, network, pageFile, type Typeperf } from './typeperf';
import type { CounterColumn } from './typeperfRow';
import { TypeperfSource } from './typeperfSource';

/** typeperf has whole seconds. */
const counterHz = 1;
/** No other program is started more often than every 10 s: starting one holds the whole process for milliseconds. */
const programHz = 0.1;
const noPageFile = 'Windows has no page file on this machine, so no share of one is in use.';

const sockets: Command = {
  file: path.win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'netstat.exe'),
  // Asked for TCP alone it leaves out IPv6.
  args: ['-an'],
};

/** What is read on Windows: what Node tells, one typeperf that goes on, and a short run of netstat now and then. */
export function windowsParts(run: RunProgram, typeperf: Typeperf): readonly PartPlan[] {
  return [
    {
      id: 'system.cpu',
      belongsTo: 'cpu',
      hz: (settings) => settings.systemHz,
      start: (context, hz) =>
        poll(context, hz, 'system.cpu', 'CPU figures', (group) => new CpuSource(new OsCpus(), context.sink, group)),
    },
    {
      id: 'system.memory',
      belongsTo: 'memory',
      hz: (settings) => settings.systemHz,
      start: (context, hz) =>
        poll(context, hz, 'system.memory', 'Memory figures', (group) => new MemorySource(context.sink, group)),
    },
    {
      id: 'system.swap',
      belongsTo: 'memory',
      hz: () => counterHz,
      start: (context, hz) =>
        held(typeperf, () =>
          poll(context, hz, 'system.swap', 'Page file figures', (group) => {
            const series = context.sink.series('system.swap_percent');
            const isPageFile = ({ object, counter }: CounterColumn): boolean =>
              object === pageFile.object && counter === pageFile.usage;
            return new TypeperfSource(
              typeperf,
              group,
              (column) => (isPageFile(column) ? series : undefined),
              (found) => {
                if (found.length === 0) context.sink.setQuality(series, 'unavailable', noPageFile);
              },
            );
          }),
        ),
    },
    {
      id: 'system.disk',
      belongsTo: 'disk',
      hz: () => counterHz,
      start: (context, hz) =>
        held(typeperf, () =>
          poll(context, hz, 'system.disk', 'Disk figures', (group) => {
            return new TypeperfSource(typeperf, group, (column) => diskSeries(context.sink, column));
          }),
        ),
    },
    {
      id: 'system.filesystems',
      belongsTo: 'disk',
      hz: () => programHz,
      start: (context, hz) => new FilesystemsPart(context, hz, windowsDrives),
    },
    {
      id: 'system.network',
      belongsTo: 'network',
      hz: () => counterHz,
      start: (context, hz) =>
        held(typeperf, () =>
          poll(context, hz, 'system.network', 'Network figures', (group) => {
            return new TypeperfSource(typeperf, group, (column) => networkSeries(context.sink, column));
          }),
        ),
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
  ];
}

/** Holds typeperf as long as the part runs. */
function held(typeperf: Typeperf, start: () => Stoppable): Stoppable {
  const hold = typeperf.hold();
  const part = start();
  return {
    stop: () => {
      part.stop();
      hold.stop();
    },
  };
}

function diskSeries(sink: Sink, { object, instance, counter }: CounterColumn): Series | undefined {
  if (object !== disk.object || instance === '_Total') return undefined;
  if (counter === disk.read) return sink.series('system.disk_read_bytes_per_second', { device: instance });
  if (counter === disk.write) return sink.series('system.disk_write_bytes_per_second', { device: instance });
  return undefined;
}

function networkSeries(sink: Sink, { object, instance, counter }: CounterColumn): Series | undefined {
  if (object !== network.object) return undefined;
  const labels = { interface: instance };
  if (counter === network.received) return sink.series('system.network_rx_bytes_per_second', labels);
  if (counter === network.sent) return sink.series('system.network_tx_bytes_per_second', labels);
  return undefined;
}

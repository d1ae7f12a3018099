import type { MetricId } from '../../../protocol/catalogue';
import type { Clock } from '../../clock';
import { linuxParts, linuxRoots, type LinuxRoots } from './linux/linuxParts';
import { macosParts } from './macos/macosParts';
import type { PartPlan } from './part';
import { runProgram } from './program';
import type { SystemMetricGroup } from './systemSettings';
import { Typeperf } from './windows/typeperf';
import { windowsParts } from './windows/windowsParts';

/** A metric that a platform does not tell, and why. */
export interface AbsentMetric {
  readonly metric: MetricId;
  readonly belongsTo: SystemMetricGroup;
  readonly reason: string;
}

/** What can be read of a system, and what cannot. */
export interface Platform {
  readonly parts: readonly PartPlan[];
  readonly absent: readonly AbsentMetric[];
}

const noProcesses =
  'Windows tells the CPU of processes only to programs that cost more than they measure; Task Manager shows it.';

const absentOnWindows: readonly AbsentMetric[] = [
  {
    metric: 'system.load_1m',
    belongsTo: 'cpu',
    reason: 'Windows keeps no load average; CPU percent is the nearest to it.',
  },
  {
    metric: 'system.loopback_bytes_per_second',
    belongsTo: 'network',
    reason: 'Windows does not count the bytes of its loopback interface.',
  },
  { metric: 'system.process_cpu_percent', belongsTo: 'processes', reason: noProcesses },
  { metric: 'system.process_memory_bytes', belongsTo: 'processes', reason: noProcesses },
];

/** The platform that the monitor runs on. @param roots Where the files of a Linux kernel lie. */
export function platformOf(name: NodeJS.Platform, clock: Clock, roots: LinuxRoots = linuxRoots): Platform {
  if (name === 'linux') return { parts: linuxParts(roots), absent: [] };
  if (name === 'darwin') return { parts: macosParts(runProgram), absent: [] };
  if (name === 'win32') return { parts: windowsParts(runProgram, new Typeperf(clock)), absent: absentOnWindows };
  const reason = `The monitor does not read ${name} yet; it reads Linux, macOS and Windows.`;
  return { parts: [], absent: [{ metric: 'system.cpu_percent', belongsTo: 'cpu', reason }] };
}

import type { Group } from '../../../metrics/group';
import type { Sink } from '../../collector';
import { MemoryFrame, SwapFrame } from '../memoryFrame';
import { ProgramSource, unexpectedOutput, type Command, type RunProgram } from '../program';
import { parseSwapUsage } from './swapUsage';
import { parseVmStat } from './vmStat';

const vmStat: Command = { file: '/usr/bin/vm_stat', args: [] };
const swapUsage: Command = { file: '/usr/sbin/sysctl', args: ['vm.swapusage'] };
const noSwap = 'macOS has no swap file now; it makes one when memory runs short.';

/** Memory and swap of macOS. @param total Bytes of memory in the machine. */
export function memorySource(run: RunProgram, total: number, sink: Sink, group: Group): ProgramSource {
  const memory = new MemoryFrame(sink);
  const swap = new SwapFrame(sink, noSwap);
  group.setLayout([...memory.series, swap.series]);
  return new ProgramSource(run, [vmStat, swapUsage], ([pages = '', files = '']) => {
    const used = parseVmStat(pages);
    const space = parseSwapUsage(files);
    if (used === undefined || used > total) throw unexpectedOutput(vmStat);
    if (!space) throw unexpectedOutput(swapUsage);
    memory.fill(group, 0, total, total - used);
    swap.fill(group, memory.series.length, space.total, space.free);
  });
}

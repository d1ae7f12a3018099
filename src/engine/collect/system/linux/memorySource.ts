import type { Group } from '../../../metrics/group';
import type { Sink } from '../../collector';
import { MemoryFrame, SwapFrame } from '../memoryFrame';
import type { Source } from '../polledPart';
import { malformedFile } from '../unreadable';
import { Meminfo } from './meminfo';
import type { ProcFile } from './procFile';

const noSwap = 'This machine has no swap space, so no share of it is in use.';

/** Memory and swap of Linux. */
export class MemorySource implements Source {
  private readonly meminfo = new Meminfo();
  private readonly memory: MemoryFrame;
  private readonly swap: SwapFrame;

  constructor(
    private readonly file: ProcFile,
    sink: Sink,
    private readonly group: Group,
  ) {
    this.memory = new MemoryFrame(sink);
    this.swap = new SwapFrame(sink, noSwap);
    group.setLayout([...this.memory.series, this.swap.series]);
  }

  read(): void {
    const { meminfo, file } = this;
    meminfo.parse(file.buffer, file.readAll());
    const { total, available, swapTotal, swapFree } = meminfo;
    const isSound = total > 0 && available <= total && swapFree <= swapTotal;
    if (!isSound) throw malformedFile(file.path, 'MemTotal, MemAvailable, SwapTotal and SwapFree in kB');
    this.memory.fill(this.group, 0, total, available);
    this.swap.fill(this.group, this.memory.series.length, swapTotal, swapFree);
  }

  close(): void {
    this.file.close();
  }
}

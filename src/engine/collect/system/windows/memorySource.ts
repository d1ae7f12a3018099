import os from 'node:os';
import type { Group } from '../../../metrics/group';
import type { Sink } from '../../collector';
import { MemoryFrame } from '../memoryFrame';
import type { Source } from '../polledPart';

/** Memory of Windows, where what Node calls free is what programs can get. */
export class MemorySource implements Source {
  private readonly memory: MemoryFrame;

  constructor(
    sink: Sink,
    private readonly group: Group,
  ) {
    this.memory = new MemoryFrame(sink);
    group.setLayout(this.memory.series);
  }

  read(): void {
    this.memory.fill(this.group, 0, os.totalmem(), os.freemem());
  }

  close(): void {
    // Nothing is held between readings.
  }
}

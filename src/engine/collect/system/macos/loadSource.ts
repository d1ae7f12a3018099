import os from 'node:os';
import type { Group } from '../../../metrics/group';
import type { Sink } from '../../collector';
import type { Source } from '../polledPart';

/** Load average over one minute as Node tells it. */
export class LoadSource implements Source {
  constructor(
    sink: Sink,
    private readonly group: Group,
  ) {
    group.setLayout([sink.series('system.load_1m')]);
  }

  read(): void {
    this.group.values[0] = os.loadavg()[0]!;
  }

  close(): void {
    // Nothing is held between readings.
  }
}

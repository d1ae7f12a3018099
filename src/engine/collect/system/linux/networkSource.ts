import type { Clock } from '../../../clock';
import type { Group } from '../../../metrics/group';
import type { Sink } from '../../collector';
import { NetworkFrame } from '../networkFrame';
import type { Source } from '../polledPart';
import { malformedFile } from '../unreadable';
import { CounterTable } from './counterTable';
import { NetDev } from './netDev';
import type { ProcFile } from './procFile';

/** Bytes a second of each network interface and of loopback on Linux. */
export class NetworkSource implements Source {
  private readonly netDev = new NetDev();
  private table = new CounterTable();
  private readonly frame: NetworkFrame;

  constructor(
    private readonly file: ProcFile,
    private readonly clock: Clock,
    sink: Sink,
    group: Group,
  ) {
    this.frame = new NetworkFrame('lo', sink, group);
  }

  read(): void {
    const { file, table } = this;
    const length = file.readAll();
    const at = this.clock.monotonic();
    table.begin();
    if (!this.netDev.parse(file.buffer, length, table))
      throw malformedFile(file.path, 'two lines of headings, then a name and sixteen counters on each line');
    if (table.end()) this.frame.rename(table.names);
    this.frame.fill(table.counters, at);
  }

  close(): void {
    this.file.close();
    this.frame.reset();
    // An unfinished reading may have changed the names without anybody having looked at them.
    this.table = new CounterTable();
  }
}

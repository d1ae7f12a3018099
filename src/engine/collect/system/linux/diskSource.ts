import type { Clock } from '../../../clock';
import type { Group } from '../../../metrics/group';
import type { Sink } from '../../collector';
import { DiskFrame } from '../diskFrame';
import type { Source } from '../polledPart';
import { malformedFile } from '../unreadable';
import { wholeDisks } from './blockDevices';
import { CounterTable } from './counterTable';
import { Diskstats } from './diskstats';
import type { ProcFile } from './procFile';

/** Bytes a second read from and written to each whole disk of Linux. */
export class DiskSource implements Source {
  private readonly diskstats = new Diskstats();
  private table = new CounterTable();
  private readonly frame: DiskFrame;

  constructor(
    private readonly file: ProcFile,
    private readonly sysBlock: string,
    private readonly clock: Clock,
    sink: Sink,
    group: Group,
  ) {
    this.frame = new DiskFrame(sink, group);
  }

  read(): void {
    const { file, table } = this;
    const length = file.readAll();
    const at = this.clock.monotonic();
    table.begin();
    if (!this.diskstats.parse(file.buffer, length, table))
      throw malformedFile(file.path, 'two numbers, a name and at least seven counters on each line');
    if (table.end()) this.relist();
    this.frame.fill(table.counters, at);
  }

  close(): void {
    this.file.close();
    this.frame.reset();
    // An unfinished reading may have changed the names without anybody having looked at them.
    this.table = new CounterTable();
  }

  private relist(): void {
    const disks = wholeDisks(this.sysBlock);
    this.frame.rename(this.table.names, (name) => disks.has(name));
  }
}

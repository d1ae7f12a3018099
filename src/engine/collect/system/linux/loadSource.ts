import type { Group } from '../../../metrics/group';
import type { Sink } from '../../collector';
import type { Source } from '../polledPart';
import { malformedFile } from '../unreadable';
import type { ProcFile } from './procFile';

const firstNumber = /^(\d{1,9}\.\d\d) /;

/** Load average over one minute on Linux. */
export class LoadSource implements Source {
  constructor(
    private readonly file: ProcFile,
    sink: Sink,
    private readonly group: Group,
  ) {
    group.setLayout([sink.series('system.load_1m')]);
  }

  read(): void {
    const length = this.file.readHead();
    const load = firstNumber.exec(this.file.buffer.toString('latin1', 0, Math.min(length, 32)))?.[1];
    if (load === undefined) throw malformedFile(this.file.path, 'three load averages');
    this.group.values[0] = Number(load);
  }

  close(): void {
    this.file.close();
  }
}

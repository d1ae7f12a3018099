import { cpuFields } from '../cpuHistory';
import type { CpuCounters } from '../cpuSource';
import { malformedFile } from '../unreadable';
import { ByteScanner, bytesOf } from './byteScanner';
import type { ProcFile } from './procFile';

const cpu = bytesOf('cpu');
const space = 0x20;

/** CPU times of /proc/stat, in ticks of 10 ms. */
export class ProcStat implements CpuCounters {
  readonly total = new Float64Array(cpuFields);
  cores = new Float64Array(16 * cpuFields);
  ids = new Int32Array(16);
  count = 0;
  private readonly scanner = new ByteScanner();

  constructor(private readonly file: ProcFile) {}

  refresh(): void {
    for (;;) {
      // The lines of the CPUs come first; what follows is long and of no use here, so it may be cut off.
      const length = this.file.readHead();
      if (this.parse(this.file.buffer, length)) return;
      if (length < this.file.buffer.length)
        throw malformedFile(this.file.path, 'lines of eight times for each CPU, followed by other lines');
      this.file.grow();
    }
  }

  close(): void {
    this.file.close();
  }

  /** False when the lines of the CPUs are malformed or not all there. */
  private parse(bytes: Uint8Array, length: number): boolean {
    const { scanner } = this;
    scanner.start(bytes, length);
    this.count = 0;
    if (!scanner.pass(cpu) || scanner.byte !== space || !this.times(this.total, 0)) return false;
    while (scanner.pass(cpu)) {
      if (this.count === this.ids.length) this.makeRoom();
      const id = scanner.number();
      if (Number.isNaN(id) || !this.times(this.cores, this.count * cpuFields)) return false;
      this.ids[this.count++] = id;
    }
    // Something else must follow, or more CPUs could.
    return scanner.left >= cpu.length;
  }

  private times(into: Float64Array, from: number): boolean {
    for (let field = 0; field < cpuFields; field++) {
      const ticks = this.scanner.number();
      if (Number.isNaN(ticks)) return false;
      into[from + field] = ticks;
    }
    return this.scanner.skipLine();
  }

  private makeRoom(): void {
    const { cores, ids } = this;
    this.cores = new Float64Array(cores.length * 2);
    this.cores.set(cores);
    this.ids = new Int32Array(ids.length * 2);
    this.ids.set(ids);
  }
}

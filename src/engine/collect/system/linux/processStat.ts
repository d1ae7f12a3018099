const open = 0x28;
const close = 0x29;

/** What is used of one line of /proc/PID/stat. */
export class ProcessStat {
  name = '';
  /** CPU time so far, of user and system, in ticks. */
  ticks = 0;
  /** When the process started, in ticks since the machine did; with the number it tells processes apart. */
  startedAt = 0;
  /** Resident memory in pages. */
  pages = 0;

  /** False when the line is cut off or something else. The name may hold spaces and parentheses. */
  parse(bytes: Buffer, length: number): boolean {
    const from = bytes.indexOf(open);
    const to = bytes.lastIndexOf(close, length - 1);
    if (from < 0 || to < from || to >= length) return false;
    // Fields are numbered from 1; the third is the first behind the name.
    const fields = bytes.toString('latin1', to + 2, length).split(' ');
    const field = (number: number): number => Number(fields[number - 3] ?? NaN);
    this.name = bytes.toString('utf8', from + 1, to);
    this.ticks = field(14) + field(15);
    this.startedAt = field(22);
    this.pages = field(24);
    return !Number.isNaN(this.ticks + this.startedAt + this.pages);
  }
}

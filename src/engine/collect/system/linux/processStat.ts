import { ByteScanner } from './byteScanner';

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
  private readonly scanner = new ByteScanner();

  /** False when the line is cut off or something else. The name may hold spaces and parentheses. */
  parse(bytes: Buffer, length: number): boolean {
    const from = bytes.indexOf(open);
    const to = bytes.lastIndexOf(close, length - 1);
    if (from < 0 || to < from || to >= length) return false;
    const { scanner } = this;
    scanner.start(bytes, length);
    scanner.at = to + 2;
    this.name = bytes.toString('utf8', from + 1, to);
    // Behind the name stands the third field; these are the 14th, 15th, 22nd and 24th.
    this.ticks = scanner.numberAfter(11) + scanner.number();
    this.startedAt = scanner.numberAfter(6);
    this.pages = scanner.numberAfter(1);
    return !Number.isNaN(this.ticks + this.startedAt + this.pages);
  }
}

import { ProcFile } from '../../system/linux/procFile';
import { Unreadable } from '../../system/unreadable';

const longestNumber = 32;

/** A file of sysfs that holds one whole number, kept open. */
export class NumberFile {
  private readonly file: ProcFile;
  private failure: Unreadable | undefined;

  constructor(readonly path: string) {
    this.file = new ProcFile(path);
  }

  /** Why the last reading had no value, in one sentence. */
  get problem(): string {
    return this.failure?.happened ?? `${this.path} holds no number.`;
  }

  /** The number; NaN when the file cannot be read or holds something else. */
  read(): number {
    try {
      const length = this.file.readHead();
      this.failure = undefined;
      const text = this.file.buffer.toString('latin1', 0, Math.min(length, longestNumber)).trim();
      return /^-?\d{1,19}$/.test(text) ? Number(text) : NaN;
    } catch (error) {
      // The device behind it may have gone: what comes next in its place has to be opened anew.
      this.file.close();
      this.failure = error instanceof Unreadable ? error : undefined;
      return NaN;
    }
  }

  close(): void {
    this.file.close();
  }
}

import { ByteScanner } from '../../system/linux/byteScanner';
import { ProcFile } from '../../system/linux/procFile';
import { malformedFile } from '../../system/unreadable';

const minus = 0x2d;

/** Reads files of the kernel that hold one whole number each, positive whatever its sign. */
export class SysfsNumber {
  private readonly scanner = new ByteScanner();

  /** Throws `Unreadable`. */
  read(file: ProcFile): number {
    const { scanner } = this;
    scanner.start(file.buffer, file.readHead());
    if (scanner.byte === minus) scanner.at++;
    const value = scanner.number();
    if (!(value <= Number.MAX_SAFE_INTEGER)) throw malformedFile(file.path, 'one whole number');
    return value;
  }
}

/** The number in a file that is not read again. Throws `Unreadable`. */
export function readNumberOnce(path: string): number {
  const file = new ProcFile(path);
  try {
    return new SysfsNumber().read(file);
  } finally {
    file.close();
  }
}

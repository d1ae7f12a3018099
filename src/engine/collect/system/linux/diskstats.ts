import { ByteScanner } from './byteScanner';
import type { CounterTable } from './counterTable';

/** The kernel counts in these, whatever the disk's own sectors are. */
const sectorBytes = 512;

/** Reads /proc/diskstats: bytes read from and written to each block device. */
export class Diskstats {
  private readonly scanner = new ByteScanner();

  /** Fills the table between its `begin` and `end`. False when a line is malformed or cut off. */
  parse(bytes: Uint8Array, length: number, table: CounterTable): boolean {
    const { scanner } = this;
    scanner.start(bytes, length);
    while (!scanner.isAtEnd) {
      if (Number.isNaN(scanner.number()) || Number.isNaN(scanner.number())) return false;
      scanner.skipSpaces();
      const from = scanner.at;
      scanner.skipWord();
      const to = scanner.at;
      // Completed, merged, sectors, ms of reads; then the same of writes.
      const read = scanner.numberAfter(2) * sectorBytes;
      const written = scanner.numberAfter(3) * sectorBytes;
      if (from === to || Number.isNaN(read + written) || !scanner.skipLine()) return false;
      table.add(bytes, from, to, read, written);
    }
    return true;
  }
}

import { ByteScanner, bytesOf } from './byteScanner';
import type { CounterTable } from './counterTable';

const heading = bytesOf('Inter-|');
const colon = 0x3a;

/** Reads /proc/net/dev: bytes received and sent by each network interface. */
export class NetDev {
  private readonly scanner = new ByteScanner();

  /** Fills the table between its `begin` and `end`. False when a line is malformed or cut off. */
  parse(bytes: Uint8Array, length: number, table: CounterTable): boolean {
    const { scanner } = this;
    scanner.start(bytes, length);
    if (!scanner.pass(heading) || !scanner.skipLine() || !scanner.skipLine()) return false;
    while (!scanner.isAtEnd) {
      scanner.skipSpaces();
      const from = scanner.at;
      scanner.skipWord(colon);
      const to = scanner.at;
      if (from === to || scanner.byte !== colon) return false;
      scanner.at++;
      const received = scanner.number();
      // Seven more of receiving lie between.
      const sent = scanner.numberAfter(7);
      if (Number.isNaN(received + sent) || !scanner.skipLine()) return false;
      table.add(bytes, from, to, received, sent);
    }
    return true;
  }
}

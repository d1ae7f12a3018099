import { ByteScanner, bytesOf } from './byteScanner';

const kibibyte = 1024;

/** Memory and swap of /proc/meminfo, in bytes; NaN for what the file does not tell. */
export class Meminfo {
  total = NaN;
  available = NaN;
  swapTotal = NaN;
  swapFree = NaN;
  private readonly scanner = new ByteScanner();
  private readonly keys = ['MemTotal:', 'MemAvailable:', 'SwapTotal:', 'SwapFree:'].map(bytesOf);

  parse(bytes: Uint8Array, length: number): void {
    const { scanner } = this;
    this.total = this.available = this.swapTotal = this.swapFree = NaN;
    scanner.start(bytes, length);
    while (!scanner.isAtEnd && !this.isComplete) {
      const key = this.passKey();
      const value = key < 0 ? NaN : scanner.number() * kibibyte;
      // A number without the rest of its line may have lost digits.
      if (!scanner.skipLine()) return;
      if (key === 0) this.total = value;
      else if (key === 1) this.available = value;
      else if (key === 2) this.swapTotal = value;
      else if (key === 3) this.swapFree = value;
    }
  }

  private get isComplete(): boolean {
    return !Number.isNaN(this.swapFree + this.swapTotal + this.total + this.available);
  }

  private passKey(): number {
    for (let key = 0; key < this.keys.length; key++) if (this.scanner.pass(this.keys[key]!)) return key;
    return -1;
  }
}

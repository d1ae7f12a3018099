import path from 'node:path';
import { ProcFile } from '../../system/linux/procFile';
import { Unreadable } from '../../system/unreadable';
import { bytesOf, ByteScanner } from '../../system/linux/byteScanner';
import { SysfsNumber } from './sysfsNumber';
import { sysfsNames, sysfsText } from './sysfsText';

const discharging = bytesOf('Discharging');

/** One battery that feeds the machine. */
export class Battery {
  private readonly status: ProcFile;
  private readonly number = new SysfsNumber();
  private readonly scanner = new ByteScanner();

  /** @param rate Files whose product is its power: in microwatts, or in microamperes and microvolts. */
  private constructor(
    readonly name: string,
    folder: string,
    private readonly rate: readonly ProcFile[],
  ) {
    this.status = new ProcFile(path.join(folder, 'status'));
  }

  /** The battery that a folder of the kernel's stands for; undefined for a mouse's, and for what is none. */
  static in(folder: string): Battery | undefined {
    const isBattery = sysfsText(path.join(folder, 'type')) === 'Battery';
    if (!isBattery || sysfsText(path.join(folder, 'scope')) === 'Device') return undefined;
    const names = new Set(sysfsNames(folder));
    const rate = rates.find((files) => files.every((file) => names.has(file))) ?? [];
    return new Battery(
      path.basename(folder),
      folder,
      rate.map((file) => new ProcFile(path.join(folder, file))),
    );
  }

  /** What its figure is made of, such as `BAT0 power_now`. */
  get source(): string {
    return [this.name, ...this.rate.map(({ path: file }) => path.basename(file))].join(' ');
  }

  /** Whether it feeds the machine now. Throws `Unreadable` when it is gone. */
  isDischarging(): boolean {
    const { status, scanner } = this;
    scanner.start(status.buffer, status.readHead());
    return scanner.pass(discharging);
  }

  /** Watts that it gives; NaN where its driver does not tell. The sign is no use: drivers differ in it. */
  watts(): number {
    const [first, second] = this.rate;
    if (!first) return NaN;
    try {
      const value = this.number.read(first) / 1e6;
      return second ? (value * this.number.read(second)) / 1e6 : value;
    } catch (error) {
      // A battery that has no figure at the moment answers with an error instead of a number.
      if (error instanceof Unreadable) return NaN;
      throw error;
    }
  }

  close(): void {
    for (const file of [this.status, ...this.rate]) file.close();
  }
}

/** Ways to tell power, the more direct one first. */
const rates: readonly (readonly string[])[] = [['power_now'], ['current_now', 'voltage_now']];

/** Batteries that feed the machine, from the kernel's folder of power supplies. */
export function batteriesIn(powerSupply: string): readonly Battery[] {
  return sysfsNames(powerSupply).flatMap((name) => Battery.in(path.join(powerSupply, name)) ?? []);
}

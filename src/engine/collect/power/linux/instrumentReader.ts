import path from 'node:path';
import type { EnergyDomain } from '../../../energy/energyDomain';
import { ProcFile } from '../../system/linux/procFile';
import { Unreadable } from '../../system/unreadable';
import type { Instrument } from './instrument';
import { rootOnly, unread } from './reasons';
import { SysfsNumber } from './sysfsNumber';

interface OpenInstrument {
  readonly instrument: Instrument;
  readonly files: readonly ProcFile[];
}

/** Reads some instruments again and again and tells the domain of each. */
export class InstrumentReader {
  /** Whether there is a CPU among them, and all of it was read the last time. */
  isCpuMeasured = false;
  /** Whether every one was read the last time. */
  isComplete = false;
  private readonly number = new SysfsNumber();
  private readonly open: readonly OpenInstrument[];

  constructor(readonly instruments: readonly Instrument[]) {
    this.open = instruments.map((instrument) => {
      return { instrument, files: instrument.files.map((file) => new ProcFile(file)) };
    });
  }

  /**
   * @param at Ms of the monotonic clock.
   * @param domains In the order of the instruments.
   */
  read(at: number, domains: readonly EnergyDomain[]): void {
    let hasCpu = false;
    let missesCpu = false;
    this.isComplete = true;
    for (const [index, { instrument, files }] of this.open.entries()) {
      const domain = domains[index]!;
      const isCpu = instrument.facts.part === 'cpu';
      const reason = this.readOne(instrument, files, at, domain);
      if (isCpu) hasCpu = true;
      if (reason === undefined) continue;
      domain.unavailable(reason);
      this.isComplete = false;
      if (isCpu) missesCpu = true;
    }
    this.isCpuMeasured = hasCpu && !missesCpu;
  }

  close(): void {
    for (const { files } of this.open) for (const file of files) file.close();
    this.isCpuMeasured = false;
  }

  /** Returns why it cannot be read. */
  private readOne(
    { facts, combine, rangeJoules }: Instrument,
    files: readonly ProcFile[],
    at: number,
    domain: EnergyDomain,
  ): string | undefined {
    try {
      let value = this.number.read(files[0]!);
      for (let i = 1; i < files.length; i++) {
        const next = this.number.read(files[i]!);
        value = combine === 'sum' ? value + next : value * next;
      }
      if (facts.origin.method === 'energy counter') domain.counter(at, value / 1e6, rangeJoules);
      else domain.power(at, value / 1e6);
      return undefined;
    } catch (error) {
      for (const file of files) file.close();
      return reasonFor(error, files[0]!.path);
    }
  }
}

function reasonFor(error: unknown, file: string): string {
  if (!(error instanceof Unreadable)) throw error;
  const isForbidden = error.code === 'EACCES' || error.code === 'EPERM';
  return isForbidden ? rootOnly(path.basename(path.dirname(file)), file) : unread(error);
}

import path from 'node:path';
import type { EnergyDomain } from '../../../energy/energyDomain';
import { NamedDomains } from '../namedDomains';
import { noInstrument } from '../noInstrument';
import type { PowerContext, PowerReader } from '../powerReader';
import { BatteryReader } from './batteryReader';
import { hwmonInstruments } from './hwmonInstruments';
import { InstrumentReader } from './instrumentReader';
import type { Instrument } from './instrument';
import { raplInstruments, raplSource } from './raplInstruments';
import { noCpuSensor } from './reasons';

/** Where the kernel shows its power figures. */
export interface LinuxPowerRoots {
  readonly powercap: string;
  readonly hwmon: string;
  readonly powerSupply: string;
}

export const linuxPowerRoots: LinuxPowerRoots = powerRootsIn('/sys');

/** @param sys Where `/sys` is. */
export function powerRootsIn(sys: string): LinuxPowerRoots {
  const folder = (name: string): string => path.join(sys, 'class', name);
  return { powercap: folder('powercap'), hwmon: folder('hwmon'), powerSupply: folder('power_supply') };
}

/** How often batteries, and counters that could not be read, are looked for. */
const lookMs = 60_000;

/** Power on Linux: the processor's counters, else sensors of the CPU; and batteries. Reads files only, kept open. */
export class LinuxPower implements PowerReader {
  private readonly named: NamedDomains;
  private readonly batteries: BatteryReader;
  private cpu: InstrumentReader | undefined;
  private domains: readonly EnergyDomain[] = [];
  private lookAt = -Infinity;

  constructor(
    private readonly context: PowerContext,
    private readonly roots: LinuxPowerRoots,
  ) {
    this.named = new NamedDomains(context.domains);
    this.batteries = new BatteryReader(context.domains, roots.powerSupply);
  }

  get isCpuMeasured(): boolean {
    return this.cpu?.isCpuMeasured ?? false;
  }

  read(): void {
    const at = this.context.clock.monotonic();
    if (at >= this.lookAt) this.look(at);
    if (this.cpu) this.cpu.read(at, this.domains);
    else this.domains[0]?.unavailable(noCpuSensor);
    this.batteries.read(at);
  }

  close(reason: string): void {
    this.lookAt = -Infinity;
    this.cpu?.close();
    this.named.unavailable(reason);
    this.batteries.close(reason);
  }

  private look(at: number): void {
    this.lookAt = at + lookMs;
    this.batteries.look();
    if (this.isAtBest()) return;
    this.cpu?.close();
    const instruments = this.choose();
    this.cpu = instruments.length === 0 ? undefined : new InstrumentReader(instruments);
    this.domains = this.named.replace(
      instruments.length === 0 ? [noInstrument] : instruments.map(({ facts }) => facts),
    );
  }

  /** Whether the processor's own counters are read, all of them: then there is nothing better to look for. */
  private isAtBest(): boolean {
    const { cpu } = this;
    const areCounters = cpu?.instruments.every(({ facts }) => facts.origin.source.startsWith(raplSource));
    return areCounters === true && cpu?.isComplete === true && cpu.isCpuMeasured;
  }

  /** Counters first; sensors where the counters cannot be read; else the counters again, for the reason that they give. */
  private choose(): readonly Instrument[] {
    const counters = raplInstruments(this.roots.powercap);
    if (isCpuReadable(counters)) return counters;
    const sensors = hwmonInstruments(this.roots.hwmon);
    return isCpuReadable(sensors) || counters.length === 0 ? sensors : counters;
  }
}

/** Whether the CPU is among them and can be read now. */
function isCpuReadable(instruments: readonly Instrument[]): boolean {
  const reader = new InstrumentReader(instruments);
  reader.read(
    0,
    instruments.map(() => ignored),
  );
  const { isCpuMeasured } = reader;
  reader.close();
  return isCpuMeasured;
}

/** Readings that only show whether reading works. */
const ignored: EnergyDomain = {
  counter: () => undefined,
  power: () => undefined,
  gap: () => undefined,
  unavailable: () => undefined,
  close: () => undefined,
};

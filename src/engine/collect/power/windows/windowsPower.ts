import type { EnergyDomain } from '../../../energy/energyDomain';
import { Unreadable } from '../../system/unreadable';
import { spawnTypeperf, Typeperf, type CounterRow, type SpawnTypeperf } from '../../system/windows/typeperf';
import type { Stoppable } from '../../../ticker';
import { NamedDomains, numbered } from '../namedDomains';
import { estimateHint, noInstrument } from '../noInstrument';
import type { PowerContext, PowerReader } from '../powerReader';
import { packageChannels, withoutMirrors, type PackageChannel } from './energyMeter';

const counters = ['\\Energy Meter(*)\\Power', '\\Energy Meter(*)\\Energy'];
/** Without energy meters each attempt starts a program for nothing. */
const retryMs = 600_000;

const battery =
  'The rate at which a battery discharges is not read: Windows tells it only to a program that is started for every reading.';
const unseen = `Windows' energy meters are read, by a program of its own, only while somebody looks or a model works. ${battery}`;

/** Power on Windows: CPU packages, where Windows 11 on real hardware meters them. */
export class WindowsPower implements PowerReader {
  isCpuMeasured = false;
  private readonly named: NamedDomains;
  private domains: readonly EnergyDomain[] = [];
  private typeperf: Typeperf | undefined;
  private hold: Stoppable | undefined;
  private shown: CounterRow | undefined;
  private channels: readonly PackageChannel[] | undefined;
  private retryAt = -Infinity;

  constructor(
    private readonly context: PowerContext,
    private readonly start: SpawnTypeperf = spawnTypeperf,
  ) {
    this.named = new NamedDomains(context.domains);
  }

  read(isDemanded: boolean): void {
    const at = this.context.clock.monotonic();
    if (at < this.retryAt) return;
    if (this.domains.length === 0) this.domains = this.named.replace([noInstrument]);
    if (!isDemanded) {
      this.rest(unseen);
      return;
    }
    try {
      const row = this.running().latest();
      if (row && row !== this.shown) this.take(row, at);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.giveUp(at, noMeter(error));
    }
  }

  close(reason: string): void {
    this.release();
    this.named.unavailable(reason);
    this.retryAt = -Infinity;
  }

  /** A typeperf of its own: one counter that does not exist would end it for all the others. */
  private running(): Typeperf {
    if (this.typeperf) return this.typeperf;
    const typeperf = new Typeperf(this.context.clock, (args) =>
      this.start([...args.filter((arg) => !isCounter(arg)), ...counters]),
    );
    this.hold = typeperf.hold();
    this.typeperf = typeperf;
    return typeperf;
  }

  private take(row: CounterRow, at: number): void {
    if (row.columns !== this.shown?.columns) this.channels = undefined;
    this.shown = row;
    const found = this.channels ?? packageChannels(row.columns);
    const isEmpty = found.length === 0;
    // The first row of a run has no power yet.
    const isEarly = found.some(({ power }) => Number.isNaN(row.values[power]!));
    if (isEmpty) this.giveUp(at, noPackage);
    if (isEmpty || isEarly) return;
    this.channels ??= this.arrange(found, row);
    this.isCpuMeasured = true;
    for (const [index, { power }] of this.channels.entries()) this.domains[index]!.power(at, row.values[power]! / 1000);
  }

  private arrange(found: readonly PackageChannel[], row: CounterRow): readonly PackageChannel[] {
    const channels = withoutMirrors(found, row);
    this.domains = this.named.replace(
      channels.map(({ socket }, index) => ({
        domain: numbered('package', index),
        part: 'cpu',
        origin: { method: 'power sensor', scope: 'CPU package', source: `Energy Meter RAPL_Package${socket}_PKG` },
      })),
    );
    return channels;
  }

  private giveUp(at: number, reason: string): void {
    this.retryAt = at + retryMs;
    this.rest(reason);
  }

  /** Reads nothing until it is asked again, and says why. */
  private rest(reason: string): void {
    this.release();
    for (const domain of this.domains) domain.unavailable(reason);
  }

  private release(): void {
    this.hold?.stop();
    this.hold = undefined;
    this.typeperf = undefined;
    this.shown = undefined;
    this.channels = undefined;
    this.isCpuMeasured = false;
  }
}

const isCounter = (arg: string): boolean => arg.startsWith('\\');

const noPackage = `Windows meters energy on this machine, but not that of the CPU package, so its power is not known. ${estimateHint} ${battery}`;

function noMeter({ happened }: Unreadable): string {
  return (
    `Windows tells no energy of the CPU here (${happened.replace(/\.$/, '')}): Windows 11 does on real hardware, virtual machines and most older machines do not. ` +
    `The monitor looks again every 10 min. ${estimateHint} ${battery}`
  );
}

import type { EnergyDomains } from '../../energy/energyDomain';
import type { Group } from '../../metrics/group';
import type { Series } from '../../metrics/series';
import type { Sink } from '../collector';
import { GpuPower } from './gpuPower';
import { within, bounds, type GpuReading } from './gpuReading';

export type GpuVendor = 'NVIDIA' | 'AMD' | 'Intel' | 'Apple' | 'unknown';

/** What is known of a GPU before it is read. */
export interface GpuFacts {
  /** Where it is, such as `0000:01:00.0`; it tells GPUs apart. */
  readonly place: string;
  readonly vendor: GpuVendor;
  readonly name: string;
}

/** A GPU as the status shows it. `index` is the label `gpu` of its series and the number in its energy domain. */
export interface GpuInfo {
  readonly index: number;
  readonly name: string;
  readonly vendor: GpuVendor;
  readonly asleep: boolean;
}

const metrics = [
  'system.gpu_percent',
  'system.gpu_memory_percent',
  'system.gpu_memory_used_bytes',
  'system.gpu_temperature_celsius',
  'system.gpu_throttled',
] as const;
export type GpuMetric = (typeof metrics)[number];

/** Why a GPU has no value for a metric, for people. */
export type WhyMissing = (metric: GpuMetric) => string;

export interface GpuOptions {
  readonly sink: Sink;
  readonly domains: EnergyDomains;
  readonly ratedWatts: () => number | null;
  /** Told that name or sleep are others. */
  readonly changed: () => void;
}

/** The series of one GPU, sampled together. */
export class Gpu {
  readonly power: GpuPower;
  private group: Group | undefined;
  private series: readonly Series[] = [];
  /** By metric: undefined while it has values or was never read. */
  private readonly reasons = new Map<GpuMetric, string>();
  private name: string;
  private asleep = false;

  constructor(
    readonly index: number,
    private readonly facts: GpuFacts,
    private readonly options: GpuOptions,
  ) {
    this.name = facts.name;
    this.power = new GpuPower(options.domains, `gpu${index}`, options.ratedWatts);
  }

  get info(): GpuInfo {
    return { index: this.index, name: this.name, vendor: this.facts.vendor, asleep: this.asleep };
  }

  rename(name: string): void {
    if (name === '' || name === this.name) return;
    this.name = name;
    this.options.changed();
  }

  /** Hands on a frame. @param hz Readings a second. @param timestamp Ms since 1970. */
  show(reading: GpuReading, why: WhyMissing, hz: number, timestamp: number): void {
    this.setAsleep(false);
    const { values } = this.open(hz);
    values[0] = reading.percent;
    values[1] = within((100 * reading.memoryUsed) / reading.memoryTotal, bounds.percent);
    values[2] = reading.memoryUsed;
    values[3] = reading.celsius;
    values[4] = reading.throttled;
    metrics.forEach((metric, column) => {
      this.setReason(metric, Number.isNaN(values[column]) ? why(metric) : undefined);
    });
    if (this.group) this.options.sink.commit(this.group, timestamp);
  }

  /** It cannot be read: all its series say why. */
  unavailable(reason: string): void {
    this.open();
    for (const metric of metrics) this.setReason(metric, reason);
    this.power.unavailable(reason);
  }

  setAsleep(asleep: boolean): void {
    if (asleep === this.asleep) return;
    this.asleep = asleep;
    this.options.changed();
  }

  private open(hz = 1): Group {
    const { sink } = this.options;
    if (!this.group) {
      this.group = sink.group(`gpu.${this.index}`, hz);
      this.series = metrics.map((metric) => sink.series(metric, { gpu: String(this.index) }));
      this.group.setLayout(this.series);
    }
    this.group.setRate(hz);
    return this.group;
  }

  private setReason(metric: GpuMetric, reason: string | undefined): void {
    if (this.reasons.get(metric) === reason) return;
    const series = this.series[metrics.indexOf(metric)];
    if (!series) return;
    if (reason === undefined) {
      this.reasons.delete(metric);
      this.options.sink.setQuality(series, 'measured');
    } else {
      this.reasons.set(metric, reason);
      this.options.sink.setQuality(series, 'unavailable', reason);
    }
  }
}

import { catalogue, type MetricId } from '../../../protocol/catalogue';
import type { Labels } from '../../../protocol/metric';
import type { Clock } from '../../clock';
import type { MetricReader } from '../../metrics/reader';
import { spoken } from './spoken';

export interface Reading {
  readonly labels: Labels;
  readonly value: number;
  /** The value with its unit, for people. */
  readonly text: string;
}

/** Alerts that fire together ask the same; what they are told is no older than this. */
const freshMs = 250;

/** The newest values of whole metrics, for what is told about alerts. */
export class Readings {
  private readonly known = new Map<MetricId, readonly Reading[]>();
  private knownAt = -Infinity;

  constructor(
    private readonly reader: MetricReader,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** Greatest first; only series that have a value now. */
  of(metric: MetricId): readonly Reading[] {
    const now = this.clock.now();
    if (Math.abs(now - this.knownAt) > freshMs) {
      this.known.clear();
      this.knownAt = now;
    }
    const known = this.known.get(metric);
    if (known) return known;
    const readings = this.read(metric, now);
    this.known.set(metric, readings);
    return readings;
  }

  /** The greatest of the series whose labels agree with these. */
  latest(metric: MetricId, labels: Labels): Reading | undefined {
    return this.of(metric).find((reading) => agree(reading.labels, labels));
  }

  private read(metric: MetricId, now: number): readonly Reading[] {
    const { unit } = catalogue[metric];
    const readings: Reading[] = [];
    for (const series of this.reader.series()) {
      if (series.metric !== metric || series.quality === 'unavailable') continue;
      const value = this.reader.latest(series, now)?.value;
      if (value !== undefined && !Number.isNaN(value))
        readings.push({ labels: series.labels, value, text: spoken(value, unit) });
    }
    return readings.sort((a, b) => b.value - a.value);
  }
}

function agree(one: Labels, other: Labels): boolean {
  for (const name in one) if (other[name] !== undefined && other[name] !== one[name]) return false;
  return true;
}

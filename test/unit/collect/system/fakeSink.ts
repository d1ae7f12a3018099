import type { Sink } from '../../../../src/engine/collect/collector';
import { Group } from '../../../../src/engine/metrics/group';
import type { Series } from '../../../../src/engine/metrics/series';
import { SeriesRegistry } from '../../../../src/engine/metrics/seriesRegistry';
import type { MetricId } from '../../../../src/protocol/catalogue';
import type { Labels, Origin, Quality } from '../../../../src/protocol/metric';

/** A frame as it was committed: values by `metric{label}`. */
export interface Frame {
  readonly group: string;
  readonly hz: number;
  readonly timestamp: number;
  readonly values: Readonly<Record<string, number>>;
}

/** Keeps every frame that is committed to it. */
export class FakeSink implements Sink {
  readonly frames: Frame[] = [];
  /** Told each frame in the moment in which it is committed. */
  onFrame: (frame: Frame) => void = () => undefined;
  private readonly registry = new SeriesRegistry();
  private nextGroup = 0;

  series(metric: MetricId, labels?: Labels): Series {
    return this.registry.open(metric, labels);
  }

  group(name: string, hz: number): Group {
    return new Group(this.nextGroup++, name, hz);
  }

  setQuality(series: Series, quality: Quality, reason?: string): void {
    series.quality = quality;
    series.reason = reason;
  }

  setOrigin(series: Series, origin: Origin): void {
    series.origin = origin;
  }

  commit(group: Group, timestamp: number): void {
    const values = Object.fromEntries(group.layout.map((series, column) => [nameOf(series), group.values[column]!]));
    const frame = { group: group.name, hz: group.hz, timestamp, values };
    this.frames.push(frame);
    this.onFrame(frame);
    group.values.fill(NaN);
  }

  of(group: string): Frame[] {
    return this.frames.filter((frame) => frame.group === group);
  }

  last(group: string): Readonly<Record<string, number>> {
    const values = this.of(group).at(-1)?.values;
    if (!values) throw new Error(`The group ${group} has no frame yet.`);
    return values;
  }
}

function nameOf({ metric, labels }: Series): string {
  const values = Object.values(labels);
  return values.length === 0 ? metric : `${metric}{${values.join(',')}}`;
}

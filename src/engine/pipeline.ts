import type { MetricId } from '../protocol/catalogue';
import type { Labels, Origin, Quality } from '../protocol/metric';
import type { Sink } from './collect/collector';
import { Group } from './metrics/group';
import { HotRing } from './metrics/hotRing';
import type { MetricReader, Sample } from './metrics/reader';
import type { Series } from './metrics/series';
import { SeriesRegistry } from './metrics/seriesRegistry';
import { Windows } from './windows/windows';
import type { WindowStats } from './metrics/windowStats';

/** A clock that went back by more than this was set; less is jitter, and costs one frame. */
const setBackMs = 1000;
const leastFreshMs = 3000;

/** The one way of a sample: from a collector's frame into the hot ring and the windows. */
export class Pipeline implements Sink, MetricReader {
  readonly registry = new SeriesRegistry();
  readonly ring: HotRing;
  readonly windows: Windows;
  private readonly groups = new Map<string, Group>();
  private newest = -Infinity;
  /** Told of each frame that was taken in; must not take long. */
  committed: (group: Group) => void = () => undefined;
  /** Told of each frame that was taken in, for those who are told of it over the network; must not take long. */
  streamed: (group: Group) => void = () => undefined;
  /** Values taken in since the start. */
  samples = 0;
  /** Frames taken in since the start. */
  frames = 0;
  /** Frames refused because they were not later than their group's last one. */
  lateFrames = 0;

  constructor(
    ringBytes: number,
    private readonly clockSetBack: (byMs: number) => void = () => undefined,
  ) {
    this.ring = new HotRing(ringBytes);
    this.windows = new Windows(this.ring);
  }

  series(): Iterable<Series>;
  series(metric: MetricId, labels?: Labels): Series;
  series(metric?: MetricId, labels?: Labels): Iterable<Series> | Series {
    return metric === undefined ? this.registry.all() : this.registry.open(metric, labels);
  }

  group(name: string, hz: number): Group {
    let group = this.groups.get(name);
    if (!group) this.groups.set(name, (group = new Group(this.groups.size, name, hz)));
    group.setRate(hz);
    return group;
  }

  setQuality(series: Series, quality: Quality, reason?: string): void {
    if (series.quality === quality && series.reason === reason) return;
    series.quality = quality;
    series.reason = reason;
    this.registry.touched();
  }

  setOrigin(series: Series, origin: Origin): void {
    const { origin: before } = series;
    if (before?.method === origin.method && before.scope === origin.scope && before.source === origin.source) return;
    series.origin = origin;
    this.registry.touched();
  }

  commit(group: Group, timestamp: number): void {
    if (timestamp < this.newest - setBackMs) this.startAnew(timestamp);
    if (timestamp > group.lastTimestamp) {
      group.lastTimestamp = timestamp;
      if (timestamp > this.newest) this.newest = timestamp;
      this.windows.advance(group, timestamp);
      this.ring.append(group, timestamp);
      this.samples += group.values.length;
      this.frames++;
      this.committed(group);
      this.streamed(group);
    } else {
      this.lateFrames++;
    }
    group.values.fill(NaN);
  }

  latest(series: Series, now: number): Sample | undefined {
    const group = this.ring.groupOf(series);
    if (!group) return undefined;
    let sample: Sample | undefined;
    this.ring.newest(series, now - Math.max(leastFreshMs, 3000 / group.hz), (timestamp, value) => {
      sample = { timestamp, value };
    });
    return sample;
  }

  scan(series: Series, from: number, to: number, visit: (timestamp: number, value: number) => void): void {
    const group = this.ring.groupOf(series);
    if (!group) return;
    this.ring.slices(group, from, to, (block, start, end) => {
      const column = block.layout.indexOf(series);
      if (column < 0) return;
      for (let row = start; row < end; row++) visit(block.timestamp(row), block.value(column, row));
    });
  }

  window(series: Series, windowMs: number, now: number): WindowStats | undefined {
    return this.windows.query(series, windowMs, now);
  }

  since(): number | undefined {
    return this.ring.since();
  }

  /** Forgets every sample in memory; what comes is measured as before. */
  forget(): void {
    this.ring.clear();
    this.windows.clear();
  }

  /** Forgets series that nothing in memory holds any more. Meant to be called about once a minute. */
  sweep(): void {
    for (const series of this.registry.remove(this.ring.seriesLeftBehind())) {
      this.ring.forget(series);
      this.windows.forget(series);
    }
  }

  /** The clock was set back: what is in memory lies in the future now, and cannot be put in order with what comes. */
  private startAnew(timestamp: number): void {
    this.clockSetBack(this.newest - timestamp);
    for (const group of this.groups.values()) group.lastTimestamp = -Infinity;
    this.forget();
    this.newest = -Infinity;
  }
}

import type { Sink } from '../collector';
import type { Group } from '../../metrics/group';
import type { Series } from '../../metrics/series';
import type { ModelReading } from './adapter';
import { figureMetrics } from './figures';

/** Puts readings of one runtime into frames: a column for each figure of each of its models. */
export class ModelFrames {
  private readonly group: Group;
  private models: readonly string[] = [];
  private series: readonly Series[] = [];

  constructor(
    private readonly sink: Sink,
    private readonly runtime: string,
    private readonly hz: number,
  ) {
    this.group = sink.group(`runtime ${runtime}`, hz);
  }

  isFor(sink: Sink, hz: number): boolean {
    return sink === this.sink && hz === this.hz;
  }

  /** @param timestamp Milliseconds since 1970. */
  write(readings: readonly ModelReading[], timestamp: number): void {
    const models = readings.filter((reading) => reading.figures !== undefined);
    if (models.length === 0) this.gap(timestamp);
    if (!this.fits(models)) this.arrange(models.map((model) => model.status.name));
    let column = 0;
    for (const { figures, shortfalls } of models) {
      for (const metric of figureMetrics) {
        const shortfall = shortfalls?.[metric];
        this.sink.setQuality(this.series[column]!, shortfall?.quality ?? 'measured', shortfall?.reason);
        this.group.values[column++] = figures?.[metric] ?? NaN;
      }
    }
    if (column > 0) this.sink.commit(this.group, timestamp);
  }

  /** A frame without values, so that charts show a gap instead of a line across it. */
  gap(timestamp: number): void {
    if (this.series.length > 0) this.sink.commit(this.group, timestamp);
  }

  private fits(models: readonly ModelReading[]): boolean {
    return models.length === this.models.length && models.every((m, i) => m.status.name === this.models[i]);
  }

  private arrange(models: readonly string[]): void {
    const { runtime, sink } = this;
    this.models = models;
    this.series = models.flatMap((model) => figureMetrics.map((metric) => sink.series(metric, { runtime, model })));
    this.group.setLayout(this.series);
  }
}

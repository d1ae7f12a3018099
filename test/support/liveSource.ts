import type { Group } from '../../src/engine/metrics/group';
import type { Series } from '../../src/engine/metrics/series';
import type { Pipeline } from '../../src/engine/pipeline';

/** Series of one group that a test gives values to. */
export class LiveSource {
  readonly group: Group;

  constructor(
    private readonly pipeline: Pipeline,
    series: readonly Series[],
    name = 'test',
    hz = 60,
  ) {
    this.group = pipeline.group(name, hz);
    this.group.setLayout(series);
  }

  /** One frame; its time is now, or a moment after the last one. */
  tell(...values: readonly number[]): void {
    this.group.values.set(values);
    this.pipeline.commit(this.group, Math.max(Date.now(), this.group.lastTimestamp + 1));
  }
}

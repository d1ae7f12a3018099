import type { Group } from '../../metrics/group';
import type { Series } from '../../metrics/series';
import type { Sink } from '../collector';

/** The part of a frame that tells memory, in this order: share used, bytes used. */
export class MemoryFrame {
  readonly series: readonly Series[];

  constructor(sink: Sink) {
    this.series = [sink.series('system.memory_percent'), sink.series('system.memory_used_bytes')];
  }

  /** @param available Bytes that programs could get without swapping. */
  fill(group: Group, column: number, total: number, available: number): void {
    const used = total - available;
    group.values[column] = (100 * used) / total;
    group.values[column + 1] = used;
  }
}

/** The share of the swap space in use. Where there is none, there is no share. */
export class SwapFrame {
  readonly series: Series;

  /** @param whenNone Why there may be no swap space on this platform. */
  constructor(
    private readonly sink: Sink,
    private readonly whenNone: string,
  ) {
    this.series = sink.series('system.swap_percent');
  }

  fill(group: Group, column: number, total: number, free: number): void {
    if (total > 0) {
      this.sink.setQuality(this.series, 'measured');
      group.values[column] = (100 * (total - free)) / total;
    } else {
      this.sink.setQuality(this.series, 'unavailable', this.whenNone);
      group.values[column] = NaN;
    }
  }
}

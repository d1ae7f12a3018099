import type { MetricId } from '../../src/protocol/catalogue';
import type { Sink } from '../../src/engine/collect/collector';
import type { Group } from '../../src/engine/metrics/group';
import { metricKinds } from './metricKinds';

/** Samples a second of a profile: 1,500 are 50 series, 10,000 are 200. */
export type LoadSize = 1500 | 10_000;

interface LoadGroup {
  readonly name: string;
  readonly hz: number;
  readonly series: number;
}

const profiles: Readonly<Record<LoadSize, readonly LoadGroup[]>> = {
  1500: [
    { name: 'machine', hz: 10, series: 30 },
    { name: 'models 1', hz: 60, series: 10 },
    { name: 'models 2', hz: 60, series: 10 },
  ],
  10_000: [
    { name: 'machine', hz: 10, series: 40 },
    { name: 'models', hz: 60, series: 160 },
  ],
};

/** For each kind of made-up series the metric that tells its decimals; the last kind has no samples and is left out. */
const metrics: readonly MetricId[] = [
  'system.cpu_core_percent',
  'system.memory_used_bytes',
  'model.output_tokens',
  'system.energy_joules',
  'system.disk_read_bytes_per_second',
  'model.tokens_per_second',
  'model.ttft_ms',
  'system.power_watts',
  'system.gpu_temperature_celsius',
  'model.requests_queued',
  'system.gpu_throttled',
];

/** More rows than five minutes have at 60 Hz, so that nothing in a chunk repeats what came before. */
const rows = 20_011;

export function loadSize(text: string | undefined): LoadSize {
  return text === '10000' ? 10_000 : 1500;
}

/** Makes frames of made-up samples, each group at its rate. The values are made before, so that they cost nothing. */
export class StoreLoad {
  private readonly columns: readonly Float64Array[];
  private readonly groups: readonly { readonly group: Group; readonly periodMs: number; frames: number }[];

  constructor(
    private readonly sink: Sink,
    size: LoadSize,
    /** Time of the first frame, ms since 1970. */
    private readonly startAt: number,
  ) {
    this.columns = metricKinds()
      .slice(0, metrics.length)
      .map(({ next }) => Float64Array.from({ length: rows }, (_, row) => next(row)));
    this.groups = profiles[size].map(({ name, hz, series }, number) => {
      const group = sink.group(name, hz);
      group.setLayout(
        Array.from({ length: series }, (_, i) => sink.series(metrics[i % metrics.length]!, { n: `${number}.${i}` })),
      );
      return { group, periodMs: 1000 / hz, frames: 0 };
    });
  }

  /** Commits every frame that is due before `until`, ms since 1970. */
  fill(until: number): void {
    for (const due of this.groups)
      for (let at: number; (at = this.startAt + due.frames * due.periodMs) < until; due.frames++) {
        const { values } = due.group;
        for (let i = 0; i < values.length; i++)
          values[i] = this.columns[i % this.columns.length]![(due.frames + 977 * i) % rows]!;
        this.sink.commit(due.group, Math.round(at));
      }
  }
}

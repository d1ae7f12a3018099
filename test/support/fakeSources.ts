import type { MetricId } from '../../src/protocol/catalogue';
import type { Labels, Quality } from '../../src/protocol/metric';
import type { EngineStatus } from '../../src/protocol/status';
import type { MetricReader, Sample } from '../../src/engine/metrics/reader';
import { Recovery } from '../../src/engine/recovery';
import type { Series } from '../../src/engine/metrics/series';
import type { HealthFigures, Sources } from '../../src/engine/serve/sources';
import { memoryHistory } from './memoryHistory';
import type { WindowStats } from '../../src/engine/metrics/windowStats';

export const now = 1_700_000_000_000;

/** Samples in lists, read the slow and obvious way. */
export class FakeReader implements MetricReader {
  private readonly all = new Map<Series, readonly Sample[]>();
  stats: WindowStats | undefined;
  readonly askedWindows: number[] = [];

  add(
    metric: MetricId,
    labels: Labels,
    samples: readonly (readonly [number, number])[],
    quality: Quality = 'measured',
  ): void {
    const series: Series = { id: this.all.size, metric, labels, quality, reason: undefined, origin: undefined };
    this.all.set(
      series,
      samples.map(([timestamp, value]) => ({ timestamp, value })),
    );
  }

  series(): Iterable<Series> {
    return this.all.keys();
  }

  latest(series: Series, at: number): Sample | undefined {
    return this.all.get(series)?.findLast(({ timestamp, value }) => timestamp > at - 3000 && !Number.isNaN(value));
  }

  scan(series: Series, from: number, to: number, visit: (timestamp: number, value: number) => void): void {
    for (const { timestamp, value } of this.all.get(series) ?? [])
      if (timestamp >= from && timestamp <= to) visit(timestamp, value);
  }

  window(series: Series, windowMs: number): WindowStats | undefined {
    if (!this.all.has(series)) throw new Error('The window of a series that is not known was asked for.');
    this.askedWindows.push(windowMs);
    return this.stats;
  }

  since(): number | undefined {
    const first = [...this.all.values()].flatMap((samples) => samples.slice(0, 1));
    return first.length === 0 ? undefined : Math.min(...first.map(({ timestamp }) => timestamp));
  }
}

export const status: EngineStatus = {
  instances: [],
  version: '1.2.3',
  paused: false,
  startedAt: now - 60_000,
  machine: { host: 'box', platform: 'linux', cores: 2, memoryBytes: 1 },
  components: [
    { id: 'system', state: 'running' },
    { id: 'server', state: 'running' },
  ],
  runtimes: [],
  probes: [],
  discovers: true,
};

export const figures: HealthFigures = {
  isWatching: true,
  frameTimeMs: 0.25,
  memoryBytes: 1000,
  samples: 42,
  groups: 3,
  ringBytes: 2048,
  alertsPerMinute: 3,
  dropped: { late_tick: 1, late_frame: 0 },
};

/** Of an engine that began long ago. */
export function recovered(): Recovery {
  const recovery = new Recovery();
  recovery.end();
  return recovery;
}

export function sourcesOf(reader: MetricReader, changes: Partial<Sources> = {}): Sources {
  return {
    reader,
    recovery: recovered(),
    status: () => status,
    activity: () => ({ models: [], requests: [] }),
    times: () => [],
    alerts: () => ({ active: [], recent: [] }),
    figures: () => figures,
    backup: () => ({ ready: true }),
    connections: () => ({ open: 2, refused: 1, requests: 7 }),
    now: () => now,
    windowSizes: () => ['1s', '1m', '1h'],
    control: () => Promise.resolve({}),
    history: (request, signal) => memoryHistory(reader, now, request, signal),
    ...changes,
  };
}

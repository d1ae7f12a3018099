import type { Group } from '../../metrics/group';
import type { Series } from '../../metrics/series';
import type { Sink } from '../collector';
import { CpuHistory, cpuFields } from './cpuHistory';
import type { Source } from './polledPart';

/** Counters of all CPUs together and of each, as one platform tells them; `cpuFields` numbers for each. */
export interface CpuCounters {
  readonly total: Float64Array;
  readonly cores: Float64Array;
  /** Numbers of the cores; only the first `count` count. */
  readonly ids: Int32Array;
  readonly count: number;
  refresh(): void;
  close(): void;
}

/** Counters advance in 10 ms steps, so a core is looked at over a longer stretch than one tick of 100 ms. */
const coreStretchSeconds = 0.5;

interface Core {
  readonly id: number;
  readonly series: Series;
  readonly history: CpuHistory;
}

/** Share of time that CPUs were not idle: all together since the last tick, each one over the last 500 ms. */
export class CpuSource implements Source {
  private readonly series: Series;
  private readonly coreIntervals: number;
  private total = new CpuHistory(1);
  private cores: readonly Core[] = [];

  constructor(
    private readonly counters: CpuCounters,
    private readonly sink: Sink,
    private readonly group: Group,
  ) {
    this.coreIntervals = Math.max(1, Math.round(coreStretchSeconds * group.hz));
    this.series = sink.series('system.cpu_percent');
    group.setLayout([this.series]);
  }

  read(): void {
    const { counters } = this;
    counters.refresh();
    if (!this.hasSameCores()) this.relist();
    const { values } = this.group;
    this.total.push(counters.total, 0);
    values[0] = this.total.percent();
    for (let index = 0; index < counters.count; index++) {
      const { history } = this.cores[index]!;
      history.push(counters.cores, index * cpuFields);
      values[index + 1] = history.percent();
    }
  }

  close(): void {
    this.counters.close();
    this.total = new CpuHistory(1);
    this.cores = this.cores.map((core) => ({ ...core, history: new CpuHistory(this.coreIntervals) }));
  }

  private hasSameCores(): boolean {
    const { count, ids } = this.counters;
    if (count !== this.cores.length) return false;
    for (let index = 0; index < count; index++) if (ids[index] !== this.cores[index]!.id) return false;
    return true;
  }

  private relist(): void {
    const known = new Map(this.cores.map((core) => [core.id, core]));
    const ids = Array.from(this.counters.ids.subarray(0, this.counters.count));
    this.cores = ids.map(
      (id) =>
        known.get(id) ?? {
          id,
          series: this.sink.series('system.cpu_core_percent', { core: String(id) }),
          history: new CpuHistory(this.coreIntervals),
        },
    );
    this.group.setLayout([this.series, ...this.cores.map((core) => core.series)]);
  }
}

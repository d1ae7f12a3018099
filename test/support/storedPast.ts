import type { MetricId } from '../../src/protocol/catalogue';
import { catalogue } from '../../src/protocol/catalogue';
import type { HistoryAnswer, HistoryRequest } from '../../src/protocol/history';
import type { Labels } from '../../src/protocol/metric';
import { Group } from '../../src/engine/metrics/group';
import { HotRing } from '../../src/engine/metrics/hotRing';
import type { Series } from '../../src/engine/metrics/series';
import { SeriesRegistry } from '../../src/engine/metrics/seriesRegistry';
import { quantize } from '../../src/engine/store/codec/quantize';
import { JournalWriter } from '../../src/engine/store/journal/journalWriter';
import { answerHistory } from '../../src/engine/store/query/answerHistory';
import { memoryTail } from '../../src/engine/store/query/memoryTail';
import type { Sqlite } from '../../src/engine/store/segments/sqlite';
import { storedKey } from '../../src/engine/store/storedSeries';
import type { HistoryTail } from '../../src/engine/store/thread/storeLink';
import { compactOnce } from '../../src/engine/store/upkeep/compactor';
import { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import { Upkeep } from '../../src/engine/store/upkeep/upkeep';
import { FakeClock } from './fakeClock';
import { Random } from './random';
import { SimulatedDisk } from './simulatedDisk';
import { heldFence } from './fences';

/** A sample as it was measured, remembered the plain way. */
export interface PlainSample {
  readonly key: string;
  readonly metric: string;
  readonly decimals: number;
  readonly hz: number;
  readonly time: number;
  readonly value: number;
  /** Samples of one run were measured in the order of their times; runs may overlap. */
  readonly run: number;
}

const dataDir = '/data';
const signal = new AbortController().signal;

/** A data folder that is written as the engine writes it, beside a plain list of all samples. */
export class StoredPast {
  readonly samples: PlainSample[] = [];
  readonly disk = new SimulatedDisk(new Random(1));
  readonly problems: string[] = [];
  readonly clock: FakeClock;
  private readonly registry = new SeriesRegistry();
  private readonly retired: string[] = [];
  private groups = new Map<string, Group>();
  private ring = new HotRing(64 * 1024 * 1024);
  private writer!: JournalWriter;
  private epoch = 0;
  private session = '';
  private run = 0;

  private constructor(
    private readonly sqlite: Sqlite,
    startedAt: number,
  ) {
    this.clock = new FakeClock(startedAt);
  }

  static start(sqlite: Sqlite, startedAt: number): StoredPast {
    const past = new StoredPast(sqlite, startedAt);
    past.startSession();
    return past;
  }

  /** Another engine takes over; the one before ends without a word after its last flush. */
  async restart(): Promise<void> {
    await this.flush();
    this.startSession();
  }

  /** The clock is set, and the ring begins anew as in the pipeline; what was in it has been written. */
  async setClock(byMs: number): Promise<void> {
    await this.flush();
    this.clock.advance(byMs);
    this.run++;
    this.ring.clear();
    for (const group of this.groups.values()) group.lastTimestamp = -Infinity;
  }

  layout(name: string, hz: number, series: readonly (readonly [MetricId, Labels])[]): void {
    let group = this.groups.get(name);
    if (!group) this.groups.set(name, (group = new Group(this.groups.size, name, hz)));
    group.setRate(hz);
    group.setLayout(series.map(([metric, labels]) => this.series(metric, labels)));
  }

  series(metric: MetricId, labels: Labels): Series {
    return this.registry.open(metric, labels);
  }

  /** Measures for some time, all groups at their rates. */
  measure(ms: number, value: (series: Series, time: number) => number): void {
    const begin = this.clock.now();
    for (const group of this.groups.values())
      for (let time = begin; time < begin + ms; time += 1000 / group.hz) {
        // Every run has times of its own, so that the order of all samples is beyond doubt.
        const at = time + this.run / 64;
        if (at > group.lastTimestamp) this.row(group, at, value);
      }
    this.clock.advance(ms);
  }

  async flush(): Promise<void> {
    await this.writer.flush();
  }

  async rotate(): Promise<void> {
    await this.writer.rotate();
  }

  async seal(): Promise<void> {
    await this.changed((folder) => new Upkeep(folder, () => this.clock.now()).seal(this.retired, signal));
  }

  /** Puts together whatever can be, as if days had passed; at most so many times. */
  async compact(times: number): Promise<void> {
    await this.changed(async (folder) => {
      for (let i = 0; i < times; i++) if (!(await compactOnce(folder, this.clock.now() + 1e11, signal))) return;
    });
  }

  tail(metrics: readonly string[]): HistoryTail {
    return memoryTail(this.ring, this.writer, this.session, metrics);
  }

  /** Runs something on the folder as its writer does. */
  async changed(change: (folder: StoreFolder) => Promise<unknown>): Promise<void> {
    const folder = await this.open(this.epoch);
    try {
      await change(folder);
    } finally {
      folder.close();
    }
  }

  open(writing?: number): Promise<StoreFolder> {
    return StoreFolder.open(this.disk, dataDir, this.sqlite, {
      ...(writing === undefined ? {} : { writing }),
      report: (problem) => this.problems.push(problem),
    });
  }

  async ask(request: HistoryRequest, tail = this.tail(request.metrics)): Promise<HistoryAnswer> {
    const folder = await this.open(this.epoch);
    try {
      return await answerHistory(folder, request, tail, signal);
    } finally {
      folder.close();
    }
  }

  private startSession(): void {
    this.epoch++;
    this.run++;
    const started = new Date(this.clock.now()).toISOString().slice(0, 19).replace(/[-:]/g, '');
    this.session = `${started}Z-${String(this.epoch).padStart(8, '0')}`;
    const { session, epoch, clock, disk } = this;
    const layouts = this.groups;
    this.groups = new Map();
    for (const { name, hz, layout } of layouts.values())
      this.layout(
        name,
        hz,
        layout.map(({ metric, labels }) => [metric, labels]),
      );
    this.ring = new HotRing(64 * 1024 * 1024);
    this.writer = new JournalWriter({
      disk,
      dataDir,
      epoch,
      fence: heldFence(epoch),
      session,
      clock,
      ring: this.ring,
      records: { peek: () => [], acknowledged: () => undefined },
      retired: (file) => this.retired.push(file),
      problemChanged: (problem) => {
        if (problem !== undefined) this.problems.push(problem);
      },
      superseded: () => undefined,
    });
  }

  private row(group: Group, time: number, value: (series: Series, time: number) => number): void {
    group.layout.forEach((series, column) => {
      const { metric, labels } = series;
      const { decimals } = catalogue[metric];
      const sample = value(series, time);
      group.values[column] = sample;
      const key = storedKey(metric, labels);
      const { run } = this;
      this.samples.push({ key, metric, decimals, hz: group.hz, time, value: quantize(sample, decimals), run });
    });
    group.lastTimestamp = time;
    this.ring.append(group, time);
  }
}

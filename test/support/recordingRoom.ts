import path from 'node:path';
import { eventually } from '../../build/vscode/eventually.mjs';
import { systemClock } from '../../src/engine/clock';
import { Component } from '../../src/engine/component';
import { defaults } from '../../src/engine/config/defaults';
import type { Fence } from '../../src/engine/elect/fence';
import type { EndOfLeading } from '../../src/engine/elect/leading';
import { Pipeline } from '../../src/engine/pipeline';
import type { Unlocker } from '../../src/engine/store/encryption/unlocker';
import { StoreRoom } from '../../src/engine/storeRoom';
import { Ticker } from '../../src/engine/ticker';
import type { HistorySeries } from '../../src/protocol/history';
import type { Config } from '../../src/protocol/settings';
import type { StoreJob, StoreJobResults } from '../../src/protocol/storeJobs';
import { LateFence } from './fences';

const periodMs = 20;
/** As long as a thread may need on a busy machine to clear up; whether it does is what tests ask. */
const stopLimitMs = 60_000;

/** The room that records, on a real folder with a real thread, fed with rows that count up. */
export class RecordingRoom {
  readonly pipeline = new Pipeline(1 << 20);
  readonly warnings: string[] = [];
  /** Told every change of its component. */
  onChange: (component: Component) => void = () => undefined;
  readonly component = new Component('store', (component) => {
    this.onChange(component);
  });
  readonly room: StoreRoom;
  config: Config;
  /** Times that it was told that somebody else leads. */
  superseded = 0;
  /** Rows so far. */
  rows = 0;
  private readonly ticker = new Ticker(systemClock, (error) => {
    throw error;
  });
  private newest = 0;

  /** @param fence Default: it takes the next epoch, whoever leads. */
  constructor(
    dataDir: string,
    settings: Partial<Config> = {},
    unlocker?: Unlocker,
    fence: Fence = new LateFence(dataDir),
  ) {
    this.config = { ...defaults(), 'store.flushMs': 100, ...settings };
    this.room = new StoreRoom({
      config: this.config,
      dataDir,
      version: '0',
      fence,
      ring: this.pipeline.ring,
      ticker: this.ticker,
      clock: systemClock,
      component: this.component,
      log: (_, message) => this.warnings.push(message),
      storeFile: path.resolve('dist/store.js'),
      stopLimitMs,
      ...(unlocker ? { unlocker } : {}),
      began: () => undefined,
      forget: () => {
        this.pipeline.forget();
      },
      superseded: () => this.superseded++,
    });
  }

  async start(): Promise<this> {
    const group = this.pipeline.group('test', 1000 / periodMs);
    group.setLayout([this.pipeline.series('monitor.samples')]);
    this.ticker.every(periodMs, (now) => {
      if (now <= this.newest) return;
      this.newest = now;
      group.values[0] = this.rows++;
      this.pipeline.commit(group, now);
    });
    await this.room.start();
    return this;
  }

  configure(settings: Partial<Config>): void {
    this.config = { ...this.config, ...settings };
    this.room.configure(this.config);
  }

  async run<K extends StoreJob['kind']>(job: Extract<StoreJob, { kind: K }>): Promise<StoreJobResults[K]> {
    const result = await this.room.runJob(job, () => undefined, new AbortController().signal);
    return result as StoreJobResults[K];
  }

  /** Waits until so many more rows came. */
  async moreRows(count: number): Promise<void> {
    const wanted = this.rows + count;
    await eventually(`${wanted} rows`, () => this.rows >= wanted);
  }

  /** The numbers of all rows that are found, in the order of their times. */
  async found(): Promise<number[]> {
    const { series } = await this.room.history({
      metrics: ['monitor.samples'],
      from: 0,
      to: Date.now() + 1000,
      stepMs: 0,
      aggregates: ['last'],
      mostPoints: 100_000,
    });
    return series.flatMap(({ values: [column] }: HistorySeries) => [...(column ?? [])]).filter((n) => !Number.isNaN(n));
  }

  async stop(reason?: EndOfLeading): Promise<void> {
    await this.room.stop(reason);
    this.ticker.stop();
  }
}

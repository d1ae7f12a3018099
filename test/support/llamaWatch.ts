import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { hangsMs } from '../../build/vscode/eventually.mjs';
import type { MetricId } from '../../src/protocol/catalogue';
import type { Labels } from '../../src/protocol/metric';
import type { RuntimeSetting } from '../../src/protocol/settings';
import type { ComponentStatus, Probe, RuntimeStatus } from '../../src/protocol/status';
import { systemClock } from '../../src/engine/clock';
import type { RuntimeSettings } from '../../src/engine/collect/runtimes/runtimeSettings';
import { RuntimesCollector } from '../../src/engine/collect/runtimes/runtimesCollector';
import { Components } from '../../src/engine/components';
import { ModelBook } from '../../src/engine/models/modelBook';
import { Pipeline } from '../../src/engine/pipeline';
import { Ticker } from '../../src/engine/ticker';

const pollMs = 50;

export const llamacpp = (name: string, port: number): RuntimeSetting => ({
  name,
  kind: 'llamacpp',
  url: `http://127.0.0.1:${port}`,
});

/** The collector of runtimes at work in real time, with what it wrote at hand. */
export class LlamaWatch {
  private readonly ticker = new Ticker(systemClock, (error) => {
    throw error;
  });
  private readonly pipeline = new Pipeline(1 << 22);
  private readonly components = new Components(() => undefined);
  /** What is known of the models, by their runtimes and by requests through a proxy. */
  readonly models: ModelBook;
  private readonly collector: RuntimesCollector;
  private settings: RuntimeSettings;

  /** @param processPorts Where discovery looks, besides the well-known places; it is off when absent. */
  constructor(runtimes: readonly RuntimeSetting[], processPorts?: readonly number[]) {
    this.settings = { enabled: true, sampleRate: 60, runtimes, discover: processPorts !== undefined };
    this.models = new ModelBook({
      ticker: this.ticker,
      clock: systemClock,
      metrics: ['tokens', 'ttft', 'energy', 'entropy'],
      energyOrigin: () => undefined,
      changed: () => undefined,
    });
    this.collector = new RuntimesCollector({
      models: this.models,
      ticker: this.ticker,
      clock: systemClock,
      components: this.components,
      settings: this.settings,
      changed: () => undefined,
      processPorts: () => Promise.resolve(processPorts ?? []),
    });
    this.startCollecting();
  }

  stop(): void {
    this.stopCollecting();
    this.ticker.stop();
  }

  startCollecting(): void {
    this.models.start(this.pipeline);
    this.collector.start();
  }

  stopCollecting(): void {
    this.collector.stop();
    this.models.stop();
  }

  configure(changes: Partial<RuntimeSettings>): void {
    this.settings = { ...this.settings, ...changes };
    this.collector.configure(this.settings);
  }

  statuses(): RuntimeStatus[] {
    return this.collector.statuses();
  }

  probes(): Probe[] {
    return this.collector.probes();
  }

  component(name: string): ComponentStatus | undefined {
    return this.components.statuses().find(({ id }) => id === `runtime ${name}`);
  }

  /** The newest value; undefined when there is none in the last seconds. */
  value(metric: MetricId, labels: Labels): number | undefined {
    return this.pipeline.latest(this.pipeline.series(metric, labels), Date.now())?.value;
  }

  /** All values between two times; NaN for frames without one. */
  values(metric: MetricId, labels: Labels, from: number, to: number): number[] {
    const values: number[] = [];
    this.pipeline.scan(this.pipeline.series(metric, labels), from, to, (_, value) => values.push(value));
    return values;
  }

  /** Waits for something to become so; fails, saying what it waited for, when it does not. */
  async until(what: string, isSo: () => boolean, withinMs = hangsMs): Promise<void> {
    const until = Date.now() + withinMs;
    while (!isSo()) {
      assert.ok(Date.now() < until, `${what}: not within ${withinMs / 1000} s. ${JSON.stringify(this.statuses())}`);
      await sleep(pollMs);
    }
  }
}

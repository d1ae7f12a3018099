import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { hangsMs } from '../../build/vscode/eventually.mjs';
import type { MetricId } from '../../src/protocol/catalogue';
import type { Labels } from '../../src/protocol/metric';
import type { RequestInfo } from '../../src/protocol/requests';
import type { RuntimeSetting } from '../../src/protocol/settings';
import { systemClock } from '../../src/engine/clock';
import { Components } from '../../src/engine/components';
import { defaults } from '../../src/engine/config/defaults';
import type { PassedPrompt } from '../../src/engine/ingest/measure/prompt/promptReader';
import { ModelRoom } from '../../src/engine/modelRoom';
import { Pipeline } from '../../src/engine/pipeline';
import { Ticker } from '../../src/engine/ticker';

/** Runtimes under watch and behind the measuring proxy, as the engine has them, with what was written at hand. */
export class ProxiedModels {
  readonly room: ModelRoom;
  readonly said: string[] = [];
  readonly prompts: PassedPrompt[] = [];
  private readonly pipeline = new Pipeline(1 << 24);
  private readonly ticker: Ticker;
  private readonly ended = new Map<number, RequestInfo>();
  private readonly collecting: NodeJS.Timeout;

  private constructor(runtimes: readonly RuntimeSetting[]) {
    const config = { ...defaults(), 'proxy.port': 0, runtimes: [...runtimes], runtimeDiscovery: false };
    this.ticker = new Ticker(systemClock, (error) => {
      throw error;
    });
    this.room = new ModelRoom({
      config,
      ticker: this.ticker,
      clock: systemClock,
      components: new Components(() => undefined),
      log: (level, message) => this.said.push(`${level}: ${message}`),
      energyOrigin: () => undefined,
      changed: () => undefined,
      requestEnded: () => undefined,
      interfered: () => undefined,
      prompted: (prompt) => this.prompts.push(prompt),
      held: () => undefined,
    });
    // The list shows the last 50 requests; this keeps all.
    this.collecting = setInterval(() => {
      this.collect();
    }, 50);
  }

  static async start(runtimes: readonly RuntimeSetting[]): Promise<ProxiedModels> {
    const models = new ProxiedModels(runtimes);
    await models.room.open();
    models.room.start(models.pipeline);
    return models;
  }

  async stop(): Promise<void> {
    clearInterval(this.collecting);
    this.room.stop();
    await this.room.close();
    this.ticker.stop();
  }

  /** Base URL of a runtime through the proxy. */
  url(runtime: string): string {
    assert.ok(this.room.proxyUrl !== undefined, `The proxy does not listen: ${this.said.join('\n')}`);
    return `${this.room.proxyUrl}/${runtime}`;
  }

  /** Requests that ended, in the order in which they began. */
  requests(): RequestInfo[] {
    this.collect();
    return [...this.ended.values()].sort((a, b) => a.id - b.id);
  }

  /** The newest value; undefined when there is none in the last seconds. */
  value(metric: MetricId, labels: Labels): number | undefined {
    return this.pipeline.latest(this.pipeline.series(metric, labels), Date.now())?.value;
  }

  /** All values since the start. */
  values(metric: MetricId, labels: Labels): number[] {
    const values: number[] = [];
    this.pipeline.scan(this.pipeline.series(metric, labels), 0, Infinity, (_, value) => {
      if (!Number.isNaN(value)) values.push(value);
    });
    return values;
  }

  /** Waits for something to become so; fails, saying what it waited for, when it does not. */
  async until(what: string, isSo: () => boolean, withinMs = hangsMs): Promise<void> {
    const until = Date.now() + withinMs;
    while (!isSo()) {
      assert.ok(Date.now() < until, `${what}: not within ${withinMs / 1000} s`);
      await sleep(20);
    }
  }

  private collect(): void {
    for (const request of this.room.book.activity().requests)
      if (request.state !== 'waiting' && request.state !== 'generating') this.ended.set(request.id, request);
  }
}

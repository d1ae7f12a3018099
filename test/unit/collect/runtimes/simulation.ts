import { mock } from 'node:test';
import type { MetricId } from '../../../../src/protocol/catalogue';
import type { Clock } from '../../../../src/engine/clock';
import { Components } from '../../../../src/engine/components';
import type { HttpResult } from '../../../../src/engine/collect/runtimes/http/httpResult';
import type { LoopbackAddress } from '../../../../src/engine/collect/runtimes/http/loopbackAddress';
import type { LoopbackClient } from '../../../../src/engine/collect/runtimes/http/loopbackClient';
import { ModelBook } from '../../../../src/engine/models/modelBook';
import { Pipeline } from '../../../../src/engine/pipeline';
import { Ticker } from '../../../../src/engine/ticker';

export interface Asked {
  readonly at: number;
  readonly port: number;
  readonly path: string;
}

export type Answering = (path: string, port: number) => HttpResult;

export const ok = (body: string, headers: Record<string, string> = {}): HttpResult => ({
  outcome: 'ok',
  body,
  headers,
});
export const status = (code: number, body = ''): HttpResult => ({ outcome: 'status', status: code, body });
export const nobody: HttpResult = { outcome: 'refused', by: 'connection', reason: 'nothing listens there' };
export const tooLarge: HttpResult = { outcome: 'tooLarge', limitBytes: 2 << 20 };
export const timeout: HttpResult = { outcome: 'timeout', limitMs: 1000 };

const stepMs = 10;
const answerMs = 2;
const timeoutMs = 1000;

/** The engine's parts around a collector of runtimes, in time that only moves when told. */
export class Simulation {
  /** What the monitor's own work takes, on top of simulated time. */
  workMs = 0;
  readonly clock: Clock = { now: () => Date.now(), monotonic: () => Date.now() + this.workMs };
  readonly ticker: Ticker;
  readonly pipeline = new Pipeline(1 << 22);
  readonly models: ModelBook;
  readonly components = new Components(() => undefined);
  readonly asked: Asked[] = [];
  /** Questions under way at once, at most, for each port. */
  readonly mostAtOnce = new Map<number, number>();
  readonly client: Pick<LoopbackClient, 'get'> = { get: (address, path) => this.get(address, path) };
  private readonly underWay = new Map<number, number>();

  constructor(public answer: Answering) {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_700_000_000_000 });
    this.ticker = new Ticker(this.clock, (error) => {
      throw error;
    });
    const { ticker, clock } = this;
    const metrics = ['tokens', 'ttft', 'energy', 'entropy'] as const;
    this.models = new ModelBook({
      ticker,
      clock,
      metrics: [...metrics],
      energyOrigin: () => undefined,
      changed: () => undefined,
    });
    this.models.start(this.pipeline);
  }

  end(): void {
    this.ticker.stop();
    mock.timers.reset();
  }

  async advance(ms: number): Promise<void> {
    for (let t = 0; t < ms; t += stepMs) {
      mock.timers.tick(stepMs);
      for (let i = 0; i < 4; i++) await new Promise(setImmediate);
    }
  }

  /** Paths asked for later than some simulated time. */
  since(at: number): string[] {
    return this.asked.filter((question) => question.at > at).map((question) => question.path);
  }

  value(metric: MetricId, labels: Record<string, string>): number | undefined {
    return this.pipeline.latest(this.pipeline.series(metric, labels), this.clock.now())?.value;
  }

  state(component: string): string {
    const status = this.components.statuses().find(({ id }) => id === component);
    if (!status) return 'gone';
    return status.state === 'degraded' ? `degraded: ${status.reason}` : status.state;
  }

  private async get({ port }: LoopbackAddress, path: string): Promise<HttpResult> {
    this.asked.push({ at: Date.now(), port, path });
    const now = (this.underWay.get(port) ?? 0) + 1;
    this.underWay.set(port, now);
    this.mostAtOnce.set(port, Math.max(now, this.mostAtOnce.get(port) ?? 0));
    const result = this.answer(path, port);
    await new Promise((resolve) => setTimeout(resolve, result.outcome === 'timeout' ? timeoutMs : answerMs));
    this.underWay.set(port, now - 1);
    return result;
  }
}

import { setImmediate as turn } from 'node:timers/promises';
import { mock } from 'node:test';
import type { Clock } from '../../../../src/engine/clock';
import { linuxParts } from '../../../../src/engine/collect/system/linux/linuxParts';
import type { Platform } from '../../../../src/engine/collect/system/platform';
import { SystemCollector } from '../../../../src/engine/collect/system/systemCollector';
import type { SystemMetricGroup, SystemSettings } from '../../../../src/engine/collect/system/systemSettings';
import { Components } from '../../../../src/engine/components';
import { Ticker } from '../../../../src/engine/ticker';
import type { ComponentStatus } from '../../../../src/protocol/status';
import { settled } from '../../../support/settled';
import type { FakeMachine } from './fakeMachine';
import { FakeSink } from './fakeSink';

/** Node's mocked timers bring their own Date; both clocks follow it. */
const mocked: Clock = { now: () => Date.now(), monotonic: () => Date.now() };

const stepMs = 100;

/** A collector on a machine made of files, in a time that passes when told. */
export class Harness {
  readonly sink = new FakeSink();
  readonly changes: ComponentStatus[] = [];
  readonly clock = mocked;
  readonly errors: unknown[] = [];
  readonly ticker: Ticker;
  readonly collector: SystemCollector;
  private readonly components = new Components((component) => this.changes.push(component.status));

  constructor(platform: Platform, groups: readonly SystemMetricGroup[], settings: Partial<SystemSettings> = {}) {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
    this.ticker = new Ticker(mocked, (error) => this.errors.push(error));
    this.collector = new SystemCollector({
      ticker: this.ticker,
      clock: mocked,
      components: this.components,
      platform,
      settings: { systemHz: 10, networkHz: 1, groups: new Set(groups), ...settings },
    });
  }

  static linux(
    { proc, sys }: FakeMachine,
    groups: readonly SystemMetricGroup[],
    settings: Partial<SystemSettings> = {},
  ): Harness {
    return new Harness({ parts: linuxParts({ proc, sys }), absent: [] }, groups, settings);
  }

  start(): void {
    this.collector.start(this.sink);
  }

  /** Lets time pass, in steps as short as the fastest period, so that no tick comes late. */
  pass(ms: number): void {
    for (let left = ms; left > 0; left -= stepMs) mock.timers.tick(Math.min(left, stepMs));
  }

  /** Lets time pass in steps, and reads that take a while come to their end in between. */
  async passSlowly(ms: number, step = stepMs): Promise<void> {
    for (let passed = 0; passed < ms; passed += step) {
      this.pass(step);
      await this.settle();
    }
  }

  /** Waits for reads outside the engine's thread, and for those that follow from them. */
  async settle(): Promise<void> {
    await settled();
  }

  async until(isSo: () => boolean, what: string): Promise<void> {
    const end = process.hrtime.bigint() + 10_000_000_000n;
    while (!isSo()) {
      if (process.hrtime.bigint() > end) throw new Error(`${what} did not happen.`);
      await turn();
    }
  }

  state(id: string): ComponentStatus {
    return this.components.open(id).status;
  }

  reasonOf(id: string): string {
    const status = this.state(id);
    return status.state === 'degraded' ? status.reason : '';
  }

  dispose(): void {
    this.collector.stop();
    this.ticker.stop();
    mock.timers.reset();
  }
}

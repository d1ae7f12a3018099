import { Worker } from 'node:worker_threads';
import * as v from 'valibot';
import type { MachineStatus } from '../../../protocol/status';
import type { Clock } from '../../clock';
import type { Component } from '../../component';
import type { Stoppable, Ticker } from '../../ticker';
import { inventoryReport } from './inventoryReport';

/** What a thread that takes stock adds to what is known of the machine. */
export type MachineNames = Pick<MachineStatus, 'cpu' | 'os' | 'gpus'>;

export interface InventoryOptions {
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly component: Component;
  /** The bundled entry of the thread. */
  readonly workerFile: string;
  /** Told what was found, each time. */
  readonly found: (names: MachineNames) => void;
}

/** The start of the engine is not slowed down by it. */
const firstAfterMs = 3000;
const everyMs = 3_600_000;
const timeoutMs = 20_000;
const watchMs = 1000;

/** Learns the names of processor, operating system and graphics: some seconds after the start, then every hour. */
export class Inventory {
  private watching: Stoppable | undefined;
  private worker: Worker | undefined;
  private nextAt = 0;
  private endsAt = 0;

  constructor(private readonly options: InventoryOptions) {}

  start(): void {
    if (this.watching) return;
    this.options.component.starting();
    this.plan(firstAfterMs);
  }

  stop(): void {
    this.watching?.stop();
    this.watching = undefined;
    this.endWorker();
    this.options.component.stopped();
  }

  /** Watches closely for what is seconds away, and only now and then for what is an hour away. */
  private plan(inMs: number): void {
    this.nextAt = this.options.clock.monotonic() + inMs;
    this.watchEvery(inMs > timeoutMs ? timeoutMs : watchMs);
  }

  private watchEvery(ms: number): void {
    this.watching?.stop();
    this.watching = this.options.ticker.every(ms, () => {
      const now = this.options.clock.monotonic();
      if (this.worker) {
        if (now >= this.endsAt) this.failed(`It did not answer within ${timeoutMs / 1000} s.`);
      } else if (now >= this.nextAt) this.launch(now);
    });
  }

  private launch(now: number): void {
    this.endsAt = now + timeoutMs;
    this.watchEvery(watchMs);
    const worker = new Worker(this.options.workerFile, { execArgv: [] });
    this.worker = worker;
    worker.once('message', (message: unknown) => {
      if (this.worker === worker) this.take(message);
    });
    worker.once('error', (error) => {
      if (this.worker === worker) this.failed(error.message);
    });
    worker.once('exit', () => {
      if (this.worker === worker) this.failed('It ended without an answer.');
    });
  }

  private take(message: unknown): void {
    const parsed = v.safeParse(inventoryReport, message);
    if (!parsed.success) {
      this.failed('It answered with something else than names.');
      return;
    }
    const { missing, ...names } = parsed.output;
    this.endWorker();
    this.options.found(names);
    if (missing.length === 0) this.options.component.running();
    else this.degraded(missing.join('; '));
    this.plan(everyMs);
  }

  private failed(reason: string): void {
    this.endWorker();
    this.degraded(reason);
    this.plan(everyMs);
  }

  private degraded(reason: string): void {
    this.options.component.degraded(
      `Taking stock of the hardware failed (${reason}). Some names of processor, system or graphics are missing; nothing that is measured depends on them. It is tried again in an hour, or when the monitor starts anew.`,
    );
  }

  private endWorker(): void {
    const { worker } = this;
    this.worker = undefined;
    void worker?.terminate();
  }
}

import { openSync, readSync } from 'node:fs';
import { Component } from '../../src/engine/component';
import { systemClock } from '../../src/engine/clock';
import { defaults } from '../../src/engine/config/defaults';
import { Pipeline } from '../../src/engine/pipeline';
import { StoreRoom } from '../../src/engine/storeRoom';
import { Ticker } from '../../src/engine/ticker';
import { storeFile } from './benchThread';
import { StoreLoad, type LoadSize } from './storeLoad';
import { LateFence } from '../support/fences';

/** How regularly frames were made. */
export interface Pace {
  /** Longest that a tick came late, whoever held it up, and longest that its work took, ms. */
  readonly latestMs: number;
  readonly longestTickMs: number;
  /** Most that this thread itself ran between two ticks, ms: longer than that it held up nothing. */
  readonly longestRunMs: number;
}

const frameMs = 1000 / 60;

/** The way of samples as the engine has it, at 60 Hz in real time, with its store or without. */
export class BenchEngine {
  readonly store: StoreRoom | undefined;
  private readonly ticker: Ticker;
  private readonly running = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  private readonly text = Buffer.alloc(128);
  private lastAt = NaN;
  private lastRunMs = NaN;
  private latestMs = 0;
  private longestRunMs = 0;
  private longestTickMs = 0;

  /** @param dataDir Where to record; undefined: nowhere. */
  constructor(size: LoadSize, dataDir: string | undefined) {
    const config = defaults();
    const pipeline = new Pipeline(config['memory.ringMegabytes'] * 2 ** 20);
    this.ticker = new Ticker(systemClock, (error) => {
      throw error;
    });
    const { ticker } = this;
    const load = new StoreLoad(pipeline, size, systemClock.now());
    ticker.every(frameMs, (now) => {
      this.count(systemClock.monotonic());
      load.fill(now);
    });
    ticker.ticked = (ms) => {
      this.longestTickMs = Math.max(this.longestTickMs, ms);
    };
    if (dataDir !== undefined)
      this.store = new StoreRoom({
        config,
        dataDir,
        version: 'bench',
        fence: new LateFence(dataDir),
        ring: pipeline.ring,
        ticker,
        clock: systemClock,
        component: new Component('store', ({ status }) => {
          if (status.state === 'degraded') throw new Error(status.reason);
        }),
        log: (level, message) => process.stderr.write(`${level}: ${message}\n`),
        storeFile,
        began: () => undefined,
        forget: () => {
          pipeline.forget();
        },
      });
  }

  /** What happened since the last call. */
  takePace(): Pace {
    const { latestMs, longestRunMs, longestTickMs } = this;
    this.latestMs = this.longestRunMs = this.longestTickMs = 0;
    return { latestMs, longestRunMs, longestTickMs };
  }

  async stop(): Promise<void> {
    await this.store?.stop();
    this.ticker.stop();
  }

  private count(at: number): void {
    const runMs = this.runMs();
    this.latestMs = Math.max(this.latestMs, at - this.lastAt - frameMs || 0);
    this.longestRunMs = Math.max(this.longestRunMs, runMs - this.lastRunMs || 0);
    this.lastAt = at;
    this.lastRunMs = runMs;
  }

  /** What this thread ran so far by the kernel's account. */
  private runMs(): number {
    const length = readSync(this.running, this.text, 0, this.text.length, 0);
    return Number.parseInt(this.text.toString('latin1', 0, length), 10) / 1e6;
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

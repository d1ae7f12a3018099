import type { DropPlace, SelfFigures, Stage, StorePlace } from './collect/self/selfCollector';
import type { Engine } from './engine';
import type { Pipeline } from './pipeline';

/** What the monitor counts about its own work. */
export class EngineFigures implements SelfFigures {
  overruns = 0;
  lateTicks = 0;
  frameBudgetMs: number;
  private readonly longestMs: Record<Stage, number> = { tick: 0, request: 0, proxy: 0 };
  private meanTickMs = 0;
  private framesBefore = 0;
  private countedAt = NaN;

  constructor(
    private readonly pipeline: Pipeline,
    /** Looked at from the first frame on. */
    private readonly engine: Pick<
      Engine,
      'store' | 'alerts' | 'streams' | 'live' | 'pages' | 'instances' | 'takeoverMs'
    >,
    frameBudgetMs: number,
  ) {
    this.frameBudgetMs = frameBudgetMs;
  }

  get samples(): number {
    return this.pipeline.samples;
  }

  get sentMessages(): number {
    return this.engine.streams.sent + this.engine.live.sent;
  }

  get instances(): number {
    return this.engine.instances.length;
  }

  get takeoverMs(): number | undefined {
    return this.engine.takeoverMs;
  }

  get clients(): number {
    return this.engine.live.size + this.engine.pages.size;
  }

  get dropped(): Record<DropPlace, number> {
    const { lostRows, droppedEvents } = this.engine.store.figures;
    return {
      late_tick: this.lateTicks,
      late_frame: this.pipeline.lateFrames,
      series_limit: this.pipeline.registry.refused,
      journal: lostRows,
      event_queue: droppedEvents,
    };
  }

  get queuedEvents(): number {
    return this.engine.store.figures.queueDepth;
  }

  get storeBytes(): Readonly<Record<StorePlace, number>> {
    return this.engine.store.figures.bytes;
  }

  takeLongestWriteMs(): number {
    return this.engine.store.takeLongestWriteMs() ?? NaN;
  }

  takeLongestAlertMs(): number {
    return this.engine.alerts.takeLongestMs();
  }

  /** Time that a tick takes, in ms, averaged over about the last hundred. */
  get frameTimeMs(): number {
    return this.meanTickMs;
  }

  /** Frames a second since the last call; null on the first. @param at Monotonic ms. */
  takeFrameRate(at: number): number | null {
    const { frames } = this.pipeline;
    const rate = at > this.countedAt ? ((frames - this.framesBefore) * 1000) / (at - this.countedAt) : null;
    this.framesBefore = frames;
    this.countedAt = at;
    return rate;
  }

  readonly ticked = (ms: number): void => {
    if (ms > this.frameBudgetMs) this.overruns++;
    this.meanTickMs += (ms - this.meanTickMs) / 100;
    this.held('tick', ms);
  };

  readonly late = (periods: number): void => {
    this.lateTicks += periods;
  };

  held(stage: Stage, ms: number): void {
    if (ms > this.longestMs[stage]) this.longestMs[stage] = ms;
  }

  takeLongestMs(stage: Stage): number {
    const longest = this.longestMs[stage];
    this.longestMs[stage] = 0;
    return longest;
  }
}

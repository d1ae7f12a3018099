import type { Collector, Sink } from '../collector';
import type { Group } from '../../metrics/group';
import type { Stoppable, Ticker } from '../../ticker';
import { cpuMicroseconds, memoryBytes, type Scope } from './ownUsage';

/** What the monitor's parts count about themselves. Reading `longestMs` starts a new maximum. */
export interface SelfFigures {
  readonly samples: number;
  readonly overruns: number;
  /** Messages that were sent to those who watch. */
  readonly sentMessages: number;
  readonly dropped: Readonly<Record<DropPlace, number>>;
  takeLongestMs(stage: Stage): number;
  /** Events that wait to be written. */
  readonly queuedEvents: number;
  /** NaN when nothing was written since the last call. */
  takeLongestWriteMs(): number;
  readonly storeBytes: Readonly<Record<StorePlace, number>>;
  /** Processes that share the engine, its own among them. */
  readonly instances: number;
  /** Who reads live messages of the server. */
  readonly clients: number;
  /** For how long nobody led before this engine; undefined where it took nobody's place. */
  readonly takeoverMs: number | undefined;
  /** Longest look at the alert rules. */
  takeLongestAlertMs(): number;
}

export const dropPlaces = ['late_tick', 'late_frame', 'series_limit', 'journal', 'event_queue'] as const;
export type DropPlace = (typeof dropPlaces)[number];

export const stages = ['tick', 'request', 'proxy'] as const;
export type Stage = (typeof stages)[number];

/** What the files of the store hold: samples not yet sealed, every sample, statistics, events. */
export const storePlaces = ['journal', 'raw', 'fine', 'coarse', 'events'] as const;
export type StorePlace = (typeof storePlaces)[number];

const periodMs = 1000;

/** The monitor's own cost, once a second. */
export class SelfCollector implements Collector {
  readonly id = 'monitor';
  private ticking: Stoppable | undefined;
  private cpuBefore = 0;
  private sentBefore = 0;
  private readAt = 0;

  constructor(
    private readonly ticker: Ticker,
    private readonly figures: SelfFigures,
    private readonly scope: Scope,
  ) {}

  start(sink: Sink): void {
    const group = sink.group('monitor', 1000 / periodMs);
    const cpu = sink.series('monitor.cpu_percent');
    const memory = sink.series('monitor.memory_bytes');
    if (Number.isNaN(cpuMicroseconds(this.scope)))
      sink.setQuality(
        cpu,
        'unavailable',
        'This version of Node cannot tell the CPU time of one thread; Node 22.15 and later can.',
      );
    if (this.scope === 'thread')
      sink.setQuality(memory, 'estimated', 'Heap and buffers of the engine; code and stacks are not in it.');
    const takeover = sink.series('monitor.takeover_ms');
    if (this.figures.takeoverMs === undefined)
      sink.setQuality(takeover, 'unavailable', "The engine took no one's place: nothing led when it began.");
    group.setLayout([
      cpu,
      memory,
      sink.series('monitor.samples'),
      sink.series('monitor.frame_overruns'),
      ...dropPlaces.map((where) => sink.series('monitor.dropped', { where })),
      ...stages.map((stage) => sink.series('monitor.tick_ms', { stage })),
      sink.series('monitor.event_queue_depth'),
      sink.series('monitor.write_latency_ms'),
      ...storePlaces.map((tier) => sink.series('monitor.store_bytes', { tier })),
      sink.series('monitor.alert_eval_ms'),
      sink.series('monitor.messages_per_second'),
      sink.series('monitor.instances'),
      sink.series('monitor.clients'),
      takeover,
    ]);
    this.cpuBefore = cpuMicroseconds(this.scope);
    this.sentBefore = this.figures.sentMessages;
    this.readAt = performance.now();
    this.ticking = this.ticker.every(periodMs, (now) => {
      this.read(group.values);
      sink.commit(group, now);
    });
  }

  stop(): void {
    this.ticking?.stop();
    this.ticking = undefined;
  }

  private read(values: Group['values']): void {
    const cpu = cpuMicroseconds(this.scope);
    const at = performance.now();
    let column = 0;
    const elapsedMs = at - this.readAt;
    values[column++] = (cpu - this.cpuBefore) / 10 / elapsedMs;
    this.cpuBefore = cpu;
    this.readAt = at;
    values[column++] = memoryBytes(this.scope);
    values[column++] = this.figures.samples;
    values[column++] = this.figures.overruns;
    const { dropped, storeBytes, sentMessages } = this.figures;
    for (const place of dropPlaces) values[column++] = dropped[place];
    for (const stage of stages) values[column++] = this.figures.takeLongestMs(stage);
    values[column++] = this.figures.queuedEvents;
    values[column++] = this.figures.takeLongestWriteMs();
    for (const place of storePlaces) values[column++] = storeBytes[place];
    values[column++] = this.figures.takeLongestAlertMs();
    values[column++] = ((sentMessages - this.sentBefore) * 1000) / elapsedMs;
    this.sentBefore = sentMessages;
    values[column++] = this.figures.instances;
    values[column++] = this.figures.clients;
    values[column++] = this.figures.takeoverMs ?? NaN;
  }
}

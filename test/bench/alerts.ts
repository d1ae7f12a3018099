import { getHeapStatistics } from 'node:v8';
import { Evaluator } from '../../src/engine/alerts/evaluate/evaluator';
import type { Group } from '../../src/engine/metrics/group';
import { Pipeline } from '../../src/engine/pipeline';
import { RollingFigures } from '../../src/engine/windows/rolling/rollingFigures';
import { benchRules } from './alertRules';

const budgetMs = 2;
/** Passes that are not counted, until the code is compiled: a monitor runs for days. */
const warmUp = 200;
const ringBytes = 24 * 1024 * 1024;
const start = 1_700_000_000_000;

export interface AlertCost {
  readonly rules: number;
  readonly instances: number;
  /** Making the rules ready and taking the series, ms: one step that nothing interrupts. */
  readonly loadMs: number;
  /** Until every rule had all its series, ms in all, and the longest step of 2 ms that it was done in. */
  readonly bindMs: number;
  readonly bindMaxMs: number;
  /** Of a pass that looks at all, whatever it takes, ms. */
  readonly wholeP50Ms: number;
  readonly wholeP99Ms: number;
  /** What such a pass allocates, bytes, at the median. */
  readonly passBytes: number;
  /** Of a pass within the budget, ms. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** The longest in time on the wall, and in processor time of all threads, those that collect garbage among them, ms. */
  readonly maxWallMs: number;
  readonly maxProcessMs: number;
  /** Instances that a pass looks at, of all. */
  readonly share: number;
  /** Of a frame's fast rules, ms. */
  readonly frameP99Ms: number;
  /** Keeping the figures up to date with a second of samples, ms; 0 rules are taken off. */
  readonly feedMs: number;
  readonly bytesPerRule: number;
}

interface World {
  readonly pipeline: Pipeline;
  readonly figures: RollingFigures;
  readonly groups: readonly Group[];
}

/** 200 series as a busy machine with a few models has them, with five minutes of samples. */
function world(): World {
  const pipeline = new Pipeline(ringBytes);
  const { windows } = pipeline;
  const figures = new RollingFigures({
    fast: (series, windowMs, now) => windows.recent(series, windowMs, now),
    newestAt: (series) => windows.newestAt(series),
    past: (series, from, to, visit) => {
      windows.past(series, from, to, visit);
    },
  });
  windows.listener = figures;
  const machine = pipeline.group('machine', 10);
  machine.setLayout([
    ...(['system.cpu_percent', 'system.memory_percent', 'system.load_1m', 'system.swap_percent'] as const).map(
      (metric) => pipeline.series(metric),
    ),
    ...numbered(32).map((core) => pipeline.series('system.cpu_core_percent', { core })),
    ...numbered(40).map((mount) => pipeline.series('system.filesystem_percent', { mount: `/disk${mount}` })),
    ...numbered(8).map((gpu) => pipeline.series('system.gpu_percent', { gpu })),
    ...numbered(8).map((gpu) => pipeline.series('system.gpu_memory_percent', { gpu })),
  ]);
  const models = pipeline.group('models', 1);
  models.setLayout(
    numbered(18).flatMap((model) =>
      (
        [
          'model.tokens_per_second',
          'model.prompt_tokens_per_second',
          'model.ttft_ms',
          'model.requests_active',
          'model.requests_queued',
          'model.input_tokens',
        ] as const
      ).map((metric) => pipeline.series(metric, { runtime: 'local', model: `model-${model}` })),
    ),
  );
  return { pipeline, figures, groups: [machine, models] };
}

/** A second of samples. */
function feed({ pipeline, groups }: World, second: number): void {
  for (const group of groups)
    for (let frame = 0; frame < group.hz; frame++) {
      for (let i = 0; i < group.values.length; i++) group.values[i] = 50 + 40 * Math.sin(second / 9 + i + frame / 30);
      pipeline.commit(group, start + second * 1000 + (frame * 1000) / group.hz);
    }
}

/** What looking at so many rules costs, over passes a second apart. */
export function costOfRules(count: number, passes: number): AlertCost {
  const here = world();
  for (let second = 0; second < 300; second++) feed(here, second);
  const rules = benchRules(count);
  const before = heapBytes();
  const evaluator = new Evaluator({
    figures: here.figures,
    setting: () => 1_000_000,
    elapsed: () => performance.now(),
  });
  const load = timed(() => {
    evaluator.setRules(rules);
    evaluator.setSeries(here.pipeline.registry.all());
  });
  const bound = bind(evaluator);
  const bytesPerRule = (heapBytes() - before) / count;
  const whole: Took[] = [];
  const looks: Took[] = [];
  const frames: Took[] = [];
  const feeds: Took[] = [];
  const allocations: number[] = [];
  let looked = 0;
  for (let second = 300; second < 300 + warmUp + passes; second++) {
    if (second === 300 + warmUp) for (const list of [whole, looks, frames, feeds, allocations]) list.length = 0;
    feeds.push(
      timed(() => {
        feed(here, second);
      }),
    );
    const now = start + (second + 1) * 1000;
    here.pipeline.windows.settle(now);
    whole.push(timed(() => evaluator.pass(now, Infinity, ignore)));
    allocations.push(allocated(() => evaluator.pass(now, Infinity, ignore)) - allocated(ignore));
    looks.push(timed(() => (looked += evaluator.pass(now, budgetMs, ignore).looked)));
    frames.push(
      timed(() => {
        evaluator.frame(here.groups[0]!.layout, now, budgetMs, ignore);
      }),
    );
  }
  const share = looked / (warmUp + passes) / bound.instances;
  return {
    rules: count,
    instances: bound.instances,
    loadMs: load.threadMs,
    bindMs: bound.allMs,
    bindMaxMs: bound.maxMs,
    wholeP50Ms: quantile(whole.map(ofThread), 0.5),
    wholeP99Ms: quantile(whole.map(ofThread), 0.99),
    // A collection in between makes less of what was allocated, never more; it is rarer than the median.
    passBytes: quantile(allocations, 0.5),
    p50Ms: quantile(looks.map(ofThread), 0.5),
    p99Ms: quantile(looks.map(ofThread), 0.99),
    maxMs: quantile(looks.map(ofThread), 1),
    maxWallMs: Math.max(...looks.map(({ wallMs }) => wallMs)),
    maxProcessMs: Math.max(...looks.map(({ processMs }) => processMs)),
    share,
    frameP99Ms: quantile(frames.map(ofThread), 0.99),
    feedMs: quantile(feeds.map(ofThread), 0.5),
    bytesPerRule,
  };
}

function bind(evaluator: Evaluator): { allMs: number; maxMs: number; instances: number } {
  let allMs = 0;
  let maxMs = 0;
  let isMore: boolean;
  do {
    const { threadMs, result } = timed(() => evaluator.prepare(budgetMs));
    isMore = result;
    allMs += threadMs;
    maxMs = Math.max(maxMs, threadMs);
  } while (isMore);
  const states = [...evaluator.ruleStates()];
  const waiting = states.find(({ waitsFor }) => waitsFor !== undefined);
  if (waiting) throw new Error(`A rule finds no data, so its cost means nothing: ${waiting.waitsFor ?? ''}`);
  return { allMs, maxMs, instances: states.reduce((sum, { instances }) => sum + instances, 0) };
}

/** Milliseconds that keeping figures for rules adds to a second of samples: with none. */
export function feedWithoutRules(passes: number): number {
  const here = world();
  for (let second = 0; second < 300; second++) feed(here, second);
  return quantile(
    Array.from(
      { length: passes },
      (_, i) =>
        timed(() => {
          feed(here, 300 + i);
        }).threadMs,
    ),
    0.5,
  );
}

const ignore = (): undefined => undefined;

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(i));
}

interface Took<T = unknown> {
  readonly result: T;
  /** What this thread worked, ms, or a little more. */
  readonly threadMs: number;
  readonly wallMs: number;
  readonly processMs: number;
}

/**
 * Neither of the clocks that there are tells the time of this thread alone: that on the wall runs on while others have
 * the processor, and that of the process counts the threads that collect garbage beside it. The lesser is never too low.
 */
function timed<T>(work: () => T): Took<T> {
  const cpuBegan = process.cpuUsage();
  const began = performance.now();
  const result = work();
  const wallMs = performance.now() - began;
  const { user, system } = process.cpuUsage(cpuBegan);
  const processMs = (user + system) / 1000;
  return { result, threadMs: Math.min(wallMs, processMs), wallMs, processMs };
}

function ofThread({ threadMs }: Took): number {
  return threadMs;
}

/** Bytes that the heap grew by; less, even below 0, if garbage was collected meanwhile. */
function allocated(work: () => unknown): number {
  const before = getHeapStatistics().used_heap_size;
  work();
  return getHeapStatistics().used_heap_size - before;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]!;
}

function heapBytes(): number {
  // What the first collection finds of array buffers is given back by the second.
  for (let i = 0; i < 2; i++) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

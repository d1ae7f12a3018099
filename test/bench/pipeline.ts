import { metricIds } from '../../src/protocol/catalogue';
import type { Group } from '../../src/engine/metrics/group';
import { Pipeline } from '../../src/engine/pipeline';
import { median } from './meter';

const ringBytes = 24 * 1024 * 1024;

function filled(series: number, hz: number): { pipeline: Pipeline; group: Group } {
  const pipeline = new Pipeline(ringBytes);
  const group = pipeline.group('bench', hz);
  const metric = metricIds[0]!;
  group.setLayout(Array.from({ length: series }, (_, i) => pipeline.series(metric, { n: String(i) })));
  return { pipeline, group };
}

/** A frame of values that change as real ones do: some constant, some in steps, some with every digit new. */
function write(values: Float64Array, frame: number): void {
  for (let i = 0; i < values.length; i++) {
    const kind = i % 3;
    values[i] = kind === 0 ? 42 : kind === 1 ? Math.floor(frame / 7) % 100 : Math.abs(Math.sin(frame * 0.1 + i)) * 1e6;
  }
}

/**
 * Nanoseconds that one sample costs from a collector's frame through ring and windows, the seconds' closing included
 * and the making of the values taken off, measured in the same round.
 */
export function nanosecondsPerSample(rounds: number): number[] {
  const series = 100;
  const frames = 20_000;
  const results: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { pipeline, group } = filled(series, 10);
    let timestamp = 1_700_000_000_000;
    const from = process.hrtime.bigint();
    for (let frame = 0; frame < frames; frame++) {
      write(group.values, frame);
      pipeline.commit(group, (timestamp += 100));
    }
    const all = process.hrtime.bigint() - from;
    const again = process.hrtime.bigint();
    for (let frame = 0; frame < frames; frame++) write(group.values, frame);
    const making = process.hrtime.bigint() - again;
    results.push(Number(all - making) / (frames * series));
  }
  return results;
}

export interface Sustained {
  readonly offered: number;
  readonly takenPerSecond: number;
  /** CPU of this process in percent of one core, the making of the values included. */
  readonly cpuPercent: number;
  /** Longest time from a tick's due moment until its work was done, in ms. */
  readonly longestMs: number;
}

/** Feeds `perSecond` samples in 100 series at 100 ticks a second for some seconds, in real time. */
export async function sustained(perSecond: number, seconds: number): Promise<Sustained> {
  const series = 100;
  const framesPerTick = perSecond / series / 100;
  const { pipeline, group } = filled(series, framesPerTick * 100);
  const started = performance.now();
  const cpu = process.cpuUsage();
  const wall = Date.now();
  let longestMs = 0;
  for (let tick = 1, frame = 0; tick <= seconds * 100; tick++) {
    const due = started + tick * 10;
    await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
    for (; frame < Math.floor(tick * framesPerTick); frame++) {
      write(group.values, frame);
      pipeline.commit(group, wall + (frame / framesPerTick) * 10);
    }
    longestMs = Math.max(longestMs, performance.now() - due);
  }
  const elapsed = performance.now() - started;
  const used = process.cpuUsage(cpu);
  return {
    offered: perSecond,
    takenPerSecond: (pipeline.samples / elapsed) * 1000,
    cpuPercent: (used.user + used.system) / 10 / elapsed,
    longestMs,
  };
}

/** Microseconds that one query of each window takes for one series, windows full. */
export function microsecondsPerQuery(windowMs: number): number {
  const { pipeline, group } = filled(60, 10);
  let timestamp = 1_700_000_000_000;
  for (let frame = 0; frame < 36_500; frame++) {
    write(group.values, frame);
    pipeline.commit(group, (timestamp += 100));
  }
  const times: number[] = [];
  for (let round = 0; round < 9; round++) {
    const from = performance.now();
    for (const series of group.layout) pipeline.window(series, windowMs, timestamp);
    times.push(((performance.now() - from) * 1000) / group.layout.length);
  }
  return median(times);
}

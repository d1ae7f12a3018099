import type { InterferenceWatch } from '../../../../src/engine/models/interference/interferenceWatch';

/** Times of a model's tokens from 0 on, ms, for so long. */
export type Times = (ms: number) => number[];
/** A kind of stream at so many tokens per second. */
export type Stream = (tokensPerSecond: number) => Times;

export interface Stretch {
  readonly ms: number;
  readonly streams: Readonly<Record<string, Times>>;
  /** Whether the models go on generating after it. */
  readonly keepsOpen?: boolean;
}

/** Numbers from 0 to 1 that only depend on the seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const even: Stream = (rate) => (ms) =>
  Array.from({ length: Math.floor((ms * rate) / 1000) }, (_, i) => (i * 1000) / rate);

/** All tokens of so many ms at their beginning, one millisecond apart at the most. */
export const bursts =
  (everyMs: number): Stream =>
  (rate) =>
  (ms) => {
    const tokens = Math.round((rate * everyMs) / 1000);
    const gap = Math.min(1, everyMs / tokens / 2);
    return Array.from({ length: Math.floor(ms / everyMs) }, (_, burst) =>
      Array.from({ length: tokens }, (__, i) => burst * everyMs + i * gap),
    ).flat();
  };

/** Tokens at random times. */
export const jittered =
  (rate: number, next: () => number): Times =>
  (ms) => {
    const times: number[] = [];
    for (let at = 0; at < ms; at += (-Math.log(1 - next()) * 1000) / rate) times.push(at);
    return times;
  };

/** Lets a watch see some stretches one after the other. @returns When they were over, ms. */
export function played(watch: InterferenceWatch, stretches: readonly Stretch[], from = 0): number {
  let at = from;
  for (const { ms, streams, keepsOpen } of stretches) {
    const events = Object.entries(streams).flatMap(([id, times]) => times(ms).map((time) => ({ id, time })));
    events.sort((a, b) => a.time - b.time);
    for (const { id, time } of events) watch.passed(id, at + time, 1);
    at += ms;
    if (keepsOpen !== true) for (const id of Object.keys(streams)) watch.ended(id, at);
  }
  return at;
}

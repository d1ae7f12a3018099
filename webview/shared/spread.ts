import type { Unit } from '../../src/protocol/metric';
import { clockTime, dayOfMonth, joined, quantityOf } from './format';
import type { Figure } from './lineTrace';

const minuteMs = 60_000;

/** From the least to the greatest sample behind a mean: `3.0–97.5%`; empty where they are not known, or look the same. */
export function spreadText({ low, high }: Figure, unit: Unit): string {
  if (low === undefined || high === undefined) return '';
  const [least, most] = [quantityOf(low, unit), quantityOf(high, unit)];
  if (joined(least) === joined(most)) return '';
  if (least.unit === most.unit) return `${least.number}–${joined(most)}`;
  return `${joined(least)} – ${joined(most)}`;
}

/** The step that a time lies in: `24 Nov 14:05–14:10`. */
export function stepText(time: number, stepMs: number): string {
  const start = Math.floor(time / stepMs) * stepMs;
  const clock = (ms: number): string => (stepMs < minuteMs ? clockTime(ms) : clockTime(ms).slice(0, 5));
  return `${dayOfMonth(start)} ${clock(start)}–${clock(start + stepMs)}`;
}

/**
 * How the integers of a column are told: each as its distance from what the ones before it let expect. Order 0 expects
 * `centre`, order 1 the one before plus `centre`, order 2 that the last step repeats, the first step being `centre`.
 */
export interface Prediction {
  readonly order: number;
  readonly centre: number;
}

/** The prediction that leaves the fewest bits of the first `count` integers, of which the first is 0. */
export function bestPrediction(integers: Float64Array, count: number): Prediction {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += integers[i]!;
  const mean = Math.round(sum / count);
  const slope = count > 1 ? Math.round(integers[count - 1]! / (count - 1)) : 0;
  let level = 0;
  let step = 0;
  let steadyStep = 0;
  let bend = 0;
  for (let i = 1, before = 0, twoBefore = -integers[1]!; i < count; i++) {
    const value = integers[i]!;
    level += bits(value - mean);
    step += bits(value - before);
    steadyStep += bits(value - before - slope);
    bend += bits(value - 2 * before + twoBefore);
    twoBefore = before;
    before = value;
  }
  const least = Math.min(level, step, steadyStep, bend);
  if (least === step) return { order: 1, centre: 0 };
  if (least === level) return { order: 0, centre: mean };
  if (least === steadyStep) return { order: 1, centre: slope };
  return { order: 2, centre: integers[1]! };
}

/** Puts in the place of each integer its distance from what is expected, as 0, -1, 1, -2, ... counted from 0; returns the largest. */
export function toResiduals(integers: Float64Array, count: number, { order, centre }: Prediction): number {
  let largest = 0;
  let before = order === 0 ? 0 : -centre;
  let twoBefore = order === 2 ? -2 * centre : 0;
  for (let i = 0; i < count; i++) {
    const value = integers[i]!;
    const expected = order === 0 ? centre : order === 1 ? before + centre : 2 * before - twoBefore;
    const residual = value - expected;
    const coded = residual < 0 ? -2 * residual - 1 : 2 * residual;
    if (coded > largest) largest = coded;
    integers[i] = coded;
    twoBefore = before;
    before = value;
  }
  return largest;
}

/** Undoes `toResiduals`. */
export function fromResiduals(integers: Float64Array, count: number, { order, centre }: Prediction): void {
  let before = order === 0 ? 0 : -centre;
  let twoBefore = order === 2 ? -2 * centre : 0;
  for (let i = 0; i < count; i++) {
    const coded = integers[i]!;
    const expected = order === 0 ? centre : order === 1 ? before + centre : 2 * before - twoBefore;
    const value = expected + (coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2);
    integers[i] = value;
    twoBefore = before;
    before = value;
  }
}

function bits(distance: number): number {
  return 32 - Math.clz32(Math.min(Math.abs(distance), 0xffff_ffff));
}

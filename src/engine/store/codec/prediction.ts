/** From its `centre` each integer lies so far, and none below it. */
export const above = 0;
/** Each integer lies so far from `centre`, on either side. */
export const around = 1;
/** Each integer lies so far from the one before plus `centre`. */
export const step = 2;

/** How the integers of a column are told: as their distances from what is expected. */
export interface Prediction {
  readonly way: typeof above | typeof around | typeof step;
  readonly centre: number;
}

/** What could fit `count` integers, at least two, of which the first is 0. */
export function predictions(integers: Float64Array, count: number): readonly [Prediction, ...Prediction[]] {
  let least = 0;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    least = Math.min(least, integers[i]!);
    sum += integers[i]!;
  }
  const slope = Math.round(integers[count - 1]! / (count - 1));
  const all: [Prediction, ...Prediction[]] = [
    { way: step, centre: 0 },
    { way: above, centre: least },
    { way: around, centre: Math.round(sum / count) },
  ];
  return slope === 0 ? all : [...all, { way: step, centre: slope }];
}

/**
 * Puts from `to` on how far the `count` numbers from `from` on lie from what is expected: distances on either side as
 * 0, -1, 1, -2, ... counted from 0.
 */
export function toResiduals(
  numbers: Float64Array,
  from: number,
  count: number,
  { way, centre }: Prediction,
  to: number,
): void {
  if (way === above) {
    for (let i = 0; i < count; i++) numbers[to + i] = numbers[from + i]! - centre;
    return;
  }
  const before = from > 0 ? numbers[from - 1]! + centre : 0;
  let expected = way === around ? centre : before;
  for (let i = 0; i < count; i++) {
    const integer = numbers[from + i]!;
    const distance = integer - expected;
    numbers[to + i] = distance < 0 ? -2 * distance - 1 : 2 * distance;
    if (way === step) expected = integer + centre;
  }
}

/** Puts the integers in the place of their residuals. */
export function fromResiduals(residuals: Float64Array, count: number, { way, centre }: Prediction): void {
  if (way === above) {
    for (let i = 0; i < count; i++) residuals[i]! += centre;
    return;
  }
  let expected = way === around ? centre : 0;
  for (let i = 0; i < count; i++) {
    const coded = residuals[i]!;
    // The remainder of a division of doubles takes longer than all else here.
    const half = Math.floor(coded / 2);
    const integer = expected + (2 * half === coded ? half : -half - 1);
    residuals[i] = integer;
    if (way === step) expected = integer + centre;
  }
}

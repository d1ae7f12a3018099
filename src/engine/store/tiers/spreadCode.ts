/** Steps of the logarithm in which spreads are kept: a step is 0.4 %, so a spread is off by 0.2 % at the most. */
const step = 0.004;

/** A sum of squared distances as a small integer, counted from `unit`, which is more than 0. */
export function spreadCode(m2: number, unit: number): number {
  return Math.round(Math.log(m2 / unit) / step);
}

/** Undoes `spreadCode`; the code of what it returns is the same again. */
export function spreadOf(code: number, unit: number): number {
  return Math.exp(code * step) * unit;
}

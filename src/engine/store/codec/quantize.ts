const powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15] as const;

/** Most digits after the decimal point that the store tells apart. */
export const mostDecimals = powers.length - 1;

/**
 * Values that are smaller than this once scaled and rounded are kept as integers. Below it, dividing such an integer by
 * the power of ten and multiplying again gives the same integer; above it need not.
 */
export const integerLimit = 2 ** 51;

/** 10^decimals. Decimals that are no integer from 0 to 15 count as the nearest that is. */
export function powerOfTen(decimals: number): number {
  return powers[nearestDecimals(decimals)]!;
}

export function nearestDecimals(decimals: number): number {
  return Math.max(0, Math.min(mostDecimals, Math.round(decimals) || 0));
}

/**
 * What the store keeps of a value: rounded to its decimals where it is small enough for that, else the value itself,
 * infinities included. NaN says that there is no value, and stays.
 */
export function quantize(value: number, decimals: number): number {
  return quantizeBy(value, powerOfTen(decimals));
}

/** Puts into `kept` what the store keeps of each of the values. */
export function quantizeInto(kept: Float64Array, values: Float64Array, decimals: number): void {
  const power = powerOfTen(decimals);
  for (let i = 0; i < values.length; i++) kept[i] = quantizeBy(values[i]!, power);
}

function quantizeBy(value: number, power: number): number {
  const integer = Math.round(value * power);
  // Adding 0 makes 0 of -0.
  return Math.abs(integer) < integerLimit ? integer / power + 0 : value;
}

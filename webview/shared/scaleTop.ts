/** How the top of an axis is chosen: fixed at 100, a power of two of bytes, or a round decimal number. */
export type Scale = 'percent' | 'bytes' | 'decimal';

const leastBytes = 1024;
const leastDecimal = 10;
const roundSteps = [1, 2, 4, 6, 8, 10] as const;

/** The least round number at or above a value, of which also the half is round. Finite for every input. */
export function scaleTop(value: number, scale: Scale): number {
  if (scale === 'percent') return 100;
  const least = scale === 'bytes' ? leastBytes : leastDecimal;
  if (!(value > least) || !Number.isFinite(value)) return least;
  if (scale === 'bytes') return 2 ** Math.ceil(Math.log2(value));
  const power = 10 ** Math.floor(Math.log10(value));
  return (roundSteps.find((step) => step * power >= value) ?? 10) * power;
}

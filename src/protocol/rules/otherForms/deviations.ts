/** Standard deviations within which so much of a normal distribution lies: 0.95 is 1.96. @param share Above 0, below 1. */
export function deviationsOf(share: number): number {
  let low = 0;
  let high = 10;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (errorFunction(middle / Math.SQRT2) < share) low = middle;
    else high = middle;
  }
  return Number(low.toFixed(3));
}

/** Abramowitz and Stegun 7.1.26: right to 1.5e-7. */
function errorFunction(x: number): number {
  const t = 1 / (1 + 0.3275911 * x);
  const series = 0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)));
  return 1 - t * series * Math.exp(-x * x);
}

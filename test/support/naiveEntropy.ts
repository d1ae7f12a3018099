/** Bits, worked out the long way from the definitions, to check the monitor's own account with. */
export function naiveEntropyBits(
  probabilities: readonly number[],
  vocabulary: number,
): { lower: number; upper: number } {
  const term = (p: number): number => (p > 0 ? -p * Math.log2(p) : 0);
  const sum = probabilities.reduce((a, b) => a + b, 0);
  const known = probabilities.reduce((bits, p) => bits + term(p), 0);
  const rest = Math.max(0, 1 - sum);
  if (rest === 0) return { lower: known, upper: known };
  const unseen = vocabulary - probabilities.length;
  const smallest = Math.min(...probabilities);
  let lower = known;
  let left = rest;
  // The tail is most certain when as few tokens as may be hold it, none of them likelier than the last candidate.
  while (left > smallest) {
    lower += term(smallest);
    left -= smallest;
  }
  lower += term(left);
  let upper = known;
  for (let i = 0; i < unseen; i++) upper += term(rest / unseen);
  return { lower, upper };
}

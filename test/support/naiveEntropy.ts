/**
 * Bits, worked out the long way from the definitions, to check the monitor's own account with.
 * @param best Probabilities of the likeliest tokens.
 * @param drawn That of the token that was drawn, where it is not among them.
 */
export function naiveEntropyBits(
  best: readonly number[],
  drawn: number | undefined,
  vocabulary: number,
): { readonly lower: number; readonly upper: number } {
  const term = (p: number): number => (p > 0 ? -p * Math.log2(p) : 0);
  const all = drawn === undefined ? best : [...best, drawn];
  const known = all.reduce((bits, p) => bits + term(p), 0);
  const rest = 1 - all.reduce((a, b) => a + b, 0);
  if (rest <= 0) return { lower: known, upper: known };
  // The tail is most certain when as few tokens as may be hold it, none of them likelier than the last of the best.
  const mostOfOne = Math.min(...best);
  let lower = known;
  let left = rest;
  for (; left > mostOfOne; left -= mostOfOne) lower += term(mostOfOne);
  lower += term(left);
  let upper = known;
  const unseen = vocabulary - all.length;
  for (let i = 0; i < unseen; i++) upper += term(rest / unseen);
  return { lower, upper };
}

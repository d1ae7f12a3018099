/**
 * How evenly tokens were spread over models: their entropy by the most that so many models could have, 0 to 1.
 * @param tokens Of each model; what is not above 0 does not count.
 * @returns null while fewer than two made any.
 */
export function diversity(tokens: readonly number[]): number | null {
  const made = tokens.filter((count) => count > 0);
  if (made.length < 2) return null;
  const total = made.reduce((sum, count) => sum + count, 0);
  const shares = made.map((count) => count / total).filter((share) => share > 0);
  const entropy = shares.reduce((sum, share) => sum - share * Math.log(share), 0);
  return Math.min(1, Math.max(0, entropy / Math.log(made.length)));
}

/** What of a model tells whether it is at work, and with how much power; NaN where unknown. */
interface Working {
  readonly tokensPerSecond: number;
  readonly watts: number;
}

/** At most so many models, rather those that generate; they keep their order. */
export function chosenModels<T extends Working>(models: readonly T[], most: number): T[] {
  const rank = ({ tokensPerSecond }: T): number => (tokensPerSecond > 0 ? 0 : 1);
  const chosen = new Set([...models].sort((a, b) => rank(a) - rank(b)).slice(0, Math.max(0, most)));
  return models.filter((one) => chosen.has(one));
}

/** Whether a model takes power of which nobody knows how much; one that rests is charged with none. */
export function lacksPower({ tokensPerSecond, watts }: Working): boolean {
  return tokensPerSecond > 0 && Number.isNaN(watts);
}

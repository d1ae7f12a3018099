import type { Candidate, TokenEntropy } from './tokenEntropy';

interface Entry extends Candidate {
  readonly top_logprobs?: unknown;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * Works out the entropy of one generated token from its entry in an answer, `{token, logprob, top_logprobs}`. False
 * when the entry tells no log-probability. That is so too for llama.cpp's `prob` and `top_probs`: they are what the
 * samplers left, which is certainty itself at temperature 0, and say nothing of how sure the model was.
 */
export function readEntry(entropy: TokenEntropy, entry: unknown, vocabulary: number | undefined): boolean {
  if (!isObject(entry)) return false;
  const { top_logprobs: list }: Entry = entry;
  entropy.begin();
  if (Array.isArray(list))
    for (const candidate of list as unknown[]) if (isObject(candidate)) entropy.listed(candidate);
  entropy.chosen(entry);
  return entropy.finish(vocabulary);
}

/**
 * Entries of the older form of log-probabilities, `{tokens, token_logprobs, top_logprobs}` with an object of
 * candidates for each token; undefined for anything else.
 */
export function entriesOfColumns(logprobs: object): unknown[] | undefined {
  const { tokens, token_logprobs, top_logprobs } = logprobs as Readonly<Record<string, unknown>>;
  if (!Array.isArray(tokens) || !Array.isArray(token_logprobs)) return undefined;
  const lists: readonly unknown[] = Array.isArray(top_logprobs) ? top_logprobs : [];
  return (tokens as unknown[]).map((token, i) => ({
    token,
    logprob: (token_logprobs as unknown[])[i],
    top_logprobs: candidatesOf(lists[i], token),
  }));
}

function candidatesOf(list: unknown, chosen: unknown): Candidate[] {
  if (!isObject(list)) return [];
  const candidates = Object.entries(list).map(([token, logprob]: [string, unknown]) => ({ token, logprob }));
  candidates.sort((a, b) => Number(b.logprob) - Number(a.logprob));
  // The chosen token is in such an object whatever its rank; put first, it shows whether it belongs there.
  return candidates.sort((a, b) => Number(b.token === chosen) - Number(a.token === chosen));
}

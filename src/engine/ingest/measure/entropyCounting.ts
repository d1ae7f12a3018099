import { readEntry } from '../../entropy/logprobEntry';
import { TokenEntropy } from '../../entropy/tokenEntropy';
import type { MeasuredRequest } from '../../models/measuredRequest';

export type VocabularyOf = (runtime: string, model: string | undefined) => number | undefined;

/** Adds up the entropy of the tokens of one request. */
export class EntropyCounting {
  private vocabulary: number | undefined;
  private vocabularyFor: string | undefined;
  private isAsked = false;

  /** @param scratch Shared by all requests; nothing stays in it. */
  constructor(
    private readonly scratch: TokenEntropy,
    private readonly vocabularyOf: VocabularyOf,
  ) {}

  /** @param entries Of generated tokens, with or without log-probabilities. */
  add(request: MeasuredRequest, entries: readonly unknown[]): void {
    const { scratch } = this;
    const { entropy } = request;
    const vocabulary = this.vocabularyTokens(request);
    for (const entry of entries) {
      if (!readEntry(scratch, entry, vocabulary)) continue;
      entropy.tokens++;
      entropy.lower += scratch.lower;
      entropy.upper += scratch.upper;
      entropy.isVocabularyAssumed ||= scratch.isVocabularyAssumed;
    }
  }

  private vocabularyTokens({ runtime, model }: MeasuredRequest): number | undefined {
    if (!this.isAsked || this.vocabularyFor !== model) {
      this.isAsked = true;
      this.vocabularyFor = model;
      this.vocabulary = this.vocabularyOf(runtime, model);
    }
    return this.vocabulary;
  }
}

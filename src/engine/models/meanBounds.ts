import type { LiveRequest } from './liveRequest';
import type { ModelFrame } from './modelFrame';

const assumed = "The runtime does not tell the size of the model's vocabulary; 262,144 tokens are assumed.";

/** Mean uncertainty of the tokens since the last frame. */
export class MeanBounds {
  private tokens = 0;
  private lower = 0;
  private upper = 0;
  private isAssumed = false;

  /** Takes what is new in a request since the last call. */
  add(live: LiveRequest): void {
    const { entropy } = live.request;
    if (entropy.tokens === live.entropyTokens) return;
    this.tokens += entropy.tokens - live.entropyTokens;
    this.lower += entropy.lower - live.entropyLower;
    this.upper += entropy.upper - live.entropyUpper;
    this.isAssumed = entropy.isVocabularyAssumed;
    live.entropyTokens = entropy.tokens;
    live.entropyLower = entropy.lower;
    live.entropyUpper = entropy.upper;
  }

  write(frame: ModelFrame): void {
    if (this.tokens === 0) return;
    frame.set('model.entropy_bits', this.lower / this.tokens, 'lower');
    frame.set('model.entropy_bits', this.upper / this.tokens, 'upper');
    if (this.isAssumed) frame.say('model.entropy_bits', 'estimated', assumed, 'upper');
    else frame.say('model.entropy_bits', 'measured', undefined, 'upper');
    this.tokens = 0;
    this.lower = 0;
    this.upper = 0;
  }
}

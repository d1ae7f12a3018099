/** Tokens of a vocabulary whose size nobody tells. The upper bound depends on it only by its logarithm. */
export const assumedVocabulary = 262_144;

/** Candidates that are told apart; the probability of those after them counts to the unseen rest. */
const mostCandidates = 64;
/** Below this a log-probability stands for impossible: runtimes write -9999 or the lowest number that there is. */
const leastLogprob = -100;

/** A token as a list of log-probabilities names it; what is missing or of another type is not used. */
export interface Candidate {
  readonly id?: unknown;
  readonly token?: unknown;
  readonly bytes?: unknown;
  /** Natural logarithm. */
  readonly logprob?: unknown;
}

/**
 * Bounds of the entropy of a model's next token, from the probabilities of its likeliest candidates: what they leave
 * is lowest when as few unseen tokens as may be hold it, none likelier than the last candidate, and highest when the
 * whole rest of the vocabulary shares it evenly. One of them serves any number of tokens: `begin`, `listed` for each
 * candidate, `chosen`, `finish`.
 */
export class TokenEntropy {
  /** Bits, of the last token that was finished. */
  lower = NaN;
  upper = NaN;
  isVocabularyAssumed = false;
  private readonly chances = new Float64Array(mostCandidates + 1);
  private readonly names: (Candidate | undefined)[] = new Array<undefined>(mostCandidates + 1).fill(undefined);
  private count = 0;
  private listedCount = 0;
  private isDescending = true;
  private lastListed = Infinity;
  private mostLeftOut = 0;
  private chosenAt = -1;

  begin(): void {
    this.count = 0;
    this.listedCount = 0;
    this.isDescending = true;
    this.lastListed = Infinity;
    this.mostLeftOut = 0;
    this.chosenAt = -1;
  }

  /** One of the likeliest candidates. */
  listed(candidate: Candidate): void {
    const p = chanceOf(candidate.logprob);
    if (p === 0) return;
    if (p > this.lastListed) this.isDescending = false;
    this.lastListed = p;
    if (this.listedCount === mostCandidates) this.mostLeftOut = Math.max(this.mostLeftOut, p);
    else if (this.indexOf(candidate) < 0) {
      this.keep(candidate, p);
      this.listedCount = this.count;
    }
  }

  /** The token that was taken, which may be missing among the candidates. Comes after them. */
  chosen(candidate: Candidate): void {
    const p = chanceOf(candidate.logprob);
    this.chosenAt = this.indexOf(candidate);
    if (p > 0 && this.chosenAt < 0) this.keep(candidate, p);
  }

  /**
   * Works the bounds out. False when no probability was known.
   * @param vocabulary Tokens that the model knows; undefined when nobody tells.
   */
  finish(vocabulary: number | undefined): boolean {
    const { count, chances } = this;
    let sum = 0;
    let known = 0;
    for (let i = 0; i < count; i++) {
      const p = chances[i]!;
      sum += p;
      known -= p * Math.log(p);
      // Tokens are parts of an answer, and nothing of one is kept.
      this.names[i] = undefined;
    }
    if (count === 0) return false;
    this.isVocabularyAssumed = vocabulary === undefined || !(vocabulary >= 1 && vocabulary < 2 ** 31);
    const size = Math.max(this.isVocabularyAssumed ? assumedVocabulary : vocabulary!, count);
    if (sum > 1) known = known / sum + Math.log(sum);
    const unseen = size - count;
    const rest = unseen > 0 ? Math.max(0, 1 - sum) : 0;
    const upper = rest > 0 ? known + rest * Math.log(unseen / rest) : known;
    const lower = rest > 0 ? known + this.leastOf(rest) : known;
    this.upper = Math.min(Math.max(0, upper / Math.LN2), Math.log2(size));
    this.lower = Math.min(Math.max(0, lower / Math.LN2), this.upper);
    return true;
  }

  /** Nats that the rest adds when as few tokens as possible hold it. */
  private leastOf(rest: number): number {
    const most = this.mostUnseen(rest);
    const full = Math.floor(rest / most);
    const left = rest - full * most;
    return -full * most * Math.log(most) - (left > 0 ? left * Math.log(left) : 0);
  }

  /** No unseen token is likelier than this. */
  private mostUnseen(rest: number): number {
    let least = Infinity;
    for (let i = 0; i < this.listedCount; i++) {
      // Some runtimes put the chosen token into the list whatever its rank, so that it bounds nothing.
      if (i === this.chosenAt && !this.isDescending) continue;
      if (this.chances[i]! < least) least = this.chances[i]!;
    }
    return least === Infinity ? rest : Math.max(least, this.mostLeftOut);
  }

  private keep(candidate: Candidate, p: number): void {
    this.chances[this.count] = p;
    this.names[this.count++] = candidate;
  }

  private indexOf(candidate: Candidate): number {
    for (let i = 0; i < this.count; i++) if (isSame(this.names[i]!, candidate)) return i;
    return -1;
  }
}

/** Probability 0 to 1; 0 for what is impossible or not told. */
function chanceOf(logprob: unknown): number {
  const value = typeof logprob === 'string' && logprob !== '' ? Number(logprob) : logprob;
  if (typeof value !== 'number' || !(value >= leastLogprob)) return 0;
  return value >= 0 ? 1 : Math.exp(value);
}

function isSame(a: Candidate, b: Candidate): boolean {
  if (typeof a.id === 'number' && typeof b.id === 'number') return a.id === b.id;
  // Tokens that stand for no text, of which there are several, have no bytes either.
  const hasBytes = Array.isArray(a.bytes) && Array.isArray(b.bytes) && a.bytes.length + b.bytes.length > 0;
  if (hasBytes) return areSameBytes(a.bytes as unknown[], b.bytes as unknown[]);
  return typeof a.token === 'string' && a.token === b.token;
}

function areSameBytes(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

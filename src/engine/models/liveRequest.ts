import type { Quality } from '../../protocol/metric';
import type { RequestInfo } from '../../protocol/requests';
import { figuresOf } from '../ingest/measure/figures';
import type { MeasuredRequest } from './measuredRequest';
import type { ModelMeter } from './modelMeter';

/** A request, the model it is counted for, and what was attributed to it. */
export class LiveRequest {
  /** Joules above idle. */
  energy = 0;
  energyQuality: Quality = 'unavailable';
  /** What of the request its model already has. */
  entropyTokens = 0;
  entropyLower = 0;
  entropyUpper = 0;
  hasFirst = false;
  /** What of the model's name was known when its account was chosen. */
  modelBefore: string | undefined;
  wasModelSaid: boolean;
  /** Tokens that its model was credited with while they passed. */
  credited = 0;

  constructor(
    readonly request: MeasuredRequest,
    public meter: ModelMeter,
  ) {
    this.modelBefore = request.model;
    this.wasModelSaid = request.isModelSaid;
  }

  get isUnderWay(): boolean {
    return this.request.state === 'waiting' || this.request.state === 'generating';
  }

  /** Generated tokens: the runtime's own count, else those that passed by. */
  get outputTokens(): number {
    return this.request.counts?.output ?? this.request.tokensSeen;
  }

  get tokenQuality(): Quality {
    if (this.request.counts?.output !== undefined) return 'measured';
    return this.request.tokensSeen > 0 ? 'estimated' : 'unavailable';
  }

  take(aboveIdle: number, quality: Exclude<Quality, 'unavailable'>): void {
    this.energy += aboveIdle;
    if (this.energyQuality !== 'estimated') this.energyQuality = quality;
  }

  /** What is known of it now, for screens and exports. */
  info(): RequestInfo {
    const { request, meter } = this;
    const { counts, entropy } = request;
    const { ttftMs, durationMs, tokensPerSecond } = figuresOf(request);
    const { tokenQuality } = this;
    return {
      id: request.id,
      runtime: request.runtime,
      model: meter.model,
      kind: request.kind,
      state: request.state,
      startedAt: request.startedAtWall,
      tokenQuality,
      ...known({
        status: request.status,
        ttftMs,
        durationMs,
        tokensPerSecond,
        inputTokens: counts?.input,
        cachedTokens: counts?.cached,
        outputTokens: tokenQuality === 'unavailable' ? undefined : this.outputTokens,
        reasoningTokens: counts?.reasoning,
        entropyShare: entropy.tokens === 0 ? undefined : shareOf(entropy.tokens, this.outputTokens),
      }),
      ...(this.energyQuality === 'unavailable' ? {} : { energyJoules: this.energy, energyQuality: this.energyQuality }),
      ...(entropy.tokens === 0
        ? {}
        : { entropyBits: { lower: entropy.lower / entropy.tokens, upper: entropy.upper / entropy.tokens } }),
      ...(request.problem === undefined ? {} : { problem: request.problem }),
    };
  }
}

/** Of the figures those that are known. */
function known<K extends string>(figures: Readonly<Record<K, number | undefined>>): Partial<Record<K, number>> {
  const entries = Object.entries<number | undefined>(figures).filter(([, value]) => Number.isFinite(value));
  return Object.fromEntries(entries) as Partial<Record<K, number>>;
}

const shareOf = (part: number, whole: number): number => Math.min(1, part / Math.max(part, whole));

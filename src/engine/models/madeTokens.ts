import { LiveRate } from './liveRate';
import type { LiveRequest } from './liveRequest';

/** A short answer, or one of which much was hidden, says nothing about what an event holds. */
const leastEvents = 32;
const mostPerEvent = 16;
/** So far from one token a piece, the live speed counts as an estimate. */
const pieceTolerance = 0.01;

/** Tokens as they are made: those that pass through the proxy by their events, the rest by the runtime's own speed. */
export class MadeTokens {
  private readonly passing = new LiveRate();
  private sum = 0;
  private reckonedAt = NaN;
  private sumBesides = 0;
  /** Tokens a second that the runtime makes besides what passes through the proxy. */
  private besides = 0;
  /** Of the last request whose tokens the runtime counted, and 1 before there was one. */
  private tokensPerEvent = 1;

  /** Whether an event of a stream is known to be something else than one token. */
  get countsPieces(): boolean {
    return Math.abs(this.tokensPerEvent - 1) > pieceTolerance;
  }

  /** Tokens so far. @param at Monotonic ms. */
  total(at: number): number {
    if (!Number.isNaN(this.reckonedAt)) {
      const made = (this.besides * Math.max(0, at - this.reckonedAt)) / 1000;
      this.sum += made;
      this.sumBesides += made;
    }
    this.reckonedAt = at;
    return this.sum;
  }

  /**
   * The runtime told its speed.
   * @param rate Tokens per second over the last second; NaN when it does not tell.
   * @param isAllPassing Whether everything that it works on passes through the proxy.
   */
  runtimeRate(at: number, rate: number, isAllPassing: boolean): void {
    this.total(at);
    this.besides = Number.isNaN(rate) || isAllPassing ? 0 : Math.max(0, rate - this.passing.made(at));
  }

  /** Tokens besides what passes through the proxy, since it was last asked. */
  takeBesides(): number {
    const tokens = this.sumBesides;
    this.sumBesides = 0;
    return tokens;
  }

  passed(live: LiveRequest, at: number, tokens: number): void {
    const credit = live.request.isByEvents ? tokens * this.tokensPerEvent : tokens;
    this.passing.add(at, credit);
    this.sum += credit;
    live.credited += credit;
  }

  /** What an event of a stream holds shows when the runtime's own count arrives. */
  settle({ request, credited }: LiveRequest): void {
    const output = request.counts?.output;
    if (output === undefined) return;
    this.sum += Math.max(0, output - credited);
    const isHidden = (request.counts?.reasoning ?? 0) > 0 && !request.sawReasoning;
    if (!request.isByEvents || request.contentEvents < leastEvents || isHidden || request.state !== 'done') return;
    this.tokensPerEvent = Math.min(mostPerEvent, Math.max(1, output / request.contentEvents));
  }

  /** A request turned out to be another model's, and so are its tokens. */
  give({ credited }: LiveRequest, to: MadeTokens): void {
    this.sum -= credited;
    to.sum += credited;
  }

  /** Nothing passes any more. */
  pause(): void {
    this.passing.end();
  }

  /** Whether something passed within the last second. */
  isFlowing(at: number): boolean {
    return this.passing.made(at) > 0;
  }

  /** Tokens per second now, all requests together. */
  rate(at: number): number {
    return this.besides + this.passing.rate(at);
  }
}

import type { RequestKind } from '../../../protocol/requests';
import type { MeasuredRequest, RequestSink } from '../../models/measuredRequest';
import type { ExchangeEnd } from '../proxy/exchangeTap';
import type { EventFacts } from './dialects/eventFacts';
import type { EntropyCounting } from './entropyCounting';
import { outcomeOf } from './outcome';
import { TokenCounting } from './tokenCounting';

export interface RequestStart {
  readonly id: number;
  readonly runtime: string;
  readonly kind: RequestKind;
  /** Milliseconds since 1970. */
  readonly wall: number;
  /** Monotonic ms. */
  readonly at: number;
}

/** Keeps the account of one request, and tells of it as it goes on. */
export class RequestRecord {
  readonly request: MeasuredRequest;
  private readonly counting = new TokenCounting();
  private hasBegun = false;
  private hasEnded = false;
  private isFinished = false;
  private isOver = false;
  private error: string | undefined;
  /** Tokens that the sink was told of. */
  private toldTokens = 0;
  private hasContentInRead = false;
  private hasGap = false;

  constructor(
    { id, runtime, kind, wall, at }: RequestStart,
    private readonly sink: RequestSink,
    private readonly entropy: EntropyCounting,
  ) {
    this.request = newRequest(id, runtime, kind, wall, at);
  }

  /** The client names the model that it asks for. */
  asked(model: string): void {
    if (!this.request.isModelSaid) this.request.model = model;
  }

  /** What the client asks for is known, as far as it will be. */
  begin(): void {
    if (this.hasBegun) return;
    this.hasBegun = true;
    this.sink.begun(this.request);
  }

  answered(status: number): void {
    this.begin();
    this.request.status = status;
  }

  /** Bytes of the answer arrived together; what is in them has one time. */
  newRead(): void {
    this.hasContentInRead = false;
  }

  /** An event passed by. @param at When it was read, monotonic ms. */
  event(facts: EventFacts, at: number): void {
    this.learn(facts);
    const { request } = this;
    const pieces = (facts.text ?? 0) + (facts.reasoning ?? 0) + (facts.tool ?? 0);
    const { entries } = facts;
    if (entries) this.entropy.add(request, entries);
    this.count(entries?.length ?? 0, pieces, facts.tokensSoFar);
    if (pieces === 0) return;
    if (facts.reasoning) request.sawReasoning = true;
    if (facts.text && Number.isNaN(request.firstTextAt)) request.firstTextAt = at;
    this.content(at);
  }

  /** A token of an answer in one piece. */
  entry(entry: unknown): void {
    this.request.tokensSeen++;
    this.entropy.add(this.request, [entry]);
  }

  /** What an answer in one piece says, apart from its entries. */
  whole(facts: EventFacts): void {
    this.learn(facts);
    this.isOver = facts.isOver ?? true;
  }

  /** The stream said that nothing more comes. */
  over(): void {
    this.isOver = true;
  }

  /** An event passed by that was too long to be read. */
  skipped(): void {
    this.hasGap = true;
    this.request.isByEvents = true;
  }

  /**
   * The exchange is over and all of it was read.
   * @param canTell Whether the answer was in a form that says when it is complete.
   */
  end(how: ExchangeEnd, at: number, canTell: boolean): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.begin();
    const { request, counting, error, isOver } = this;
    // Of several choices one may be finished when the rest is cut off.
    const isWhole = isOver || (this.isFinished && (how === 'complete' || !counting.hasSeveralChoices));
    const isCut = canTell && !isWhole && !this.hasGap;
    const outcome = outcomeOf({ how, status: request.status, error, isOver, isCut });
    request.state = outcome.state;
    request.problem = outcome.problem;
    request.endedAt = at;
    request.counts = counting.result(isWhole);
    if (isWhole && !Number.isNaN(counting.generatedMs)) request.generatedMs = counting.generatedMs;
    this.sink.ended(request);
  }

  private learn(facts: EventFacts): void {
    const { request } = this;
    if (facts.model !== undefined) {
      request.model = facts.model;
      request.isModelSaid = true;
    }
    if (facts.loadMs !== undefined) request.loadMs = facts.loadMs;
    if (facts.error !== undefined) this.error = facts.error;
    if (facts.isFinished) this.isFinished = true;
    if (facts.isOver) this.isOver = true;
    this.counting.add(facts);
  }

  private count(entries: number, pieces: number, soFar: number | undefined): void {
    const { request } = this;
    if (soFar !== undefined && !this.counting.hasSeveralChoices) {
      request.tokensSeen = Math.max(request.tokensSeen, soFar);
      request.isByEvents = false;
    } else if (entries > 0) request.tokensSeen += entries;
    else if (pieces > 0) {
      request.tokensSeen += pieces;
      request.isByEvents = true;
    }
  }

  private content(at: number): void {
    const { request } = this;
    if (Number.isNaN(request.firstContentAt)) request.firstContentAt = at;
    request.lastContentAt = at;
    request.contentEvents++;
    if (!this.hasContentInRead) request.contentReads++;
    this.hasContentInRead = true;
    if (request.state === 'waiting') request.state = 'generating';
    const more = request.tokensSeen - this.toldTokens;
    this.toldTokens = request.tokensSeen;
    this.sink.progressed(request, more);
  }
}

function newRequest(id: number, runtime: string, kind: RequestKind, wall: number, at: number): MeasuredRequest {
  return {
    id,
    runtime,
    kind,
    startedAtWall: wall,
    startedAt: at,
    model: undefined,
    isModelSaid: false,
    state: 'waiting',
    status: undefined,
    firstContentAt: NaN,
    firstTextAt: NaN,
    lastContentAt: NaN,
    endedAt: NaN,
    contentEvents: 0,
    contentReads: 0,
    tokensSeen: 0,
    isByEvents: false,
    counts: undefined,
    sawReasoning: false,
    loadMs: NaN,
    entropy: { tokens: 0, lower: 0, upper: 0, isVocabularyAssumed: false },
    problem: undefined,
  };
}

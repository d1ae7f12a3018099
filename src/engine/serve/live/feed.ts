import { Batch } from './batch';
import type { Offer, Portion } from './clientQueue';
import type { GoneSeries } from './goneSeries';
import type { LiveLog } from './liveLog';
import { metricsText } from './messages';
import type { NewestValues, Update } from './newestValues';
import type { Subscription } from './subscription';
import type { WantedSeries } from './wantedSeries';

/** A timer is late by so much at the most while all is well, ms. */
const slackMs = 20;

export interface FeedOptions {
  readonly epoch: number;
  readonly log: LiveLog;
  readonly newest: NewestValues;
  readonly gone: GoneSeries;
  readonly wanted: WantedSeries;
}

/** One of those whom a feed tells. */
export interface FeedClient {
  /** What it takes of an offer; nothing while it is told what came before it. */
  take(offer: Offer): Portion;
  send(batch: Batch): void;
}

/** All clients that want the same: what is made for one of them is made for all. */
export class Feed {
  readonly clients = new Set<FeedClient>();
  readonly hasMetrics: boolean;
  readonly periodMs: number;
  /** When metrics may be told next, monotonic ms. */
  dueAt = -Infinity;
  /** A client that was behind may be told again. */
  isAsked = false;
  private toldTo: number;

  constructor(
    readonly subscription: Subscription,
    private readonly options: FeedOptions,
  ) {
    this.hasMetrics = subscription.channels.includes('metrics');
    this.periodMs = 1000 / subscription.maxRate;
    this.toldTo = options.log.seq;
  }

  get wanted(): WantedSeries {
    return this.options.wanted;
  }

  /** Whether there may be something to tell. */
  get hasNews(): boolean {
    return this.hasMetrics && (this.isAsked || this.options.log.newestMetrics > this.toldTo);
  }

  /** Tells each client that is ready the newest values. @param now Monotonic ms. */
  tell(now: number): void {
    const { log } = this.options;
    this.isAsked = false;
    const offer = this.offer(this.toldTo, log.seq);
    this.toldTo = offer.to;
    let shared: Batch | undefined;
    let hasTold = offer.count > 0;
    for (const client of this.clients) {
      const portion = client.take(offer);
      if (portion.kind === 'shared') client.send((shared ??= this.batch(offer.updates, 0)));
      else if (portion.kind === 'own') {
        const updates = this.updates(portion.from, offer.to);
        if (updates.length > 0) client.send(this.batch(updates, portion.missed));
        hasTold ||= updates.length > 0;
      }
    }
    // A little slack keeps the rate when a timer comes late, and never makes two periods into a burst.
    if (hasTold) this.dueAt = Math.max(this.dueAt, now - Math.min(slackMs, this.periodMs)) + this.periodMs;
  }

  updates(from: number, to: number): Update[] {
    const { newest, gone, wanted } = this.options;
    const updates = newest.between(from, to, wanted);
    gone.addBetween(from, to, wanted, updates);
    return updates;
  }

  private offer(from: number, to: number) {
    const updates = this.updates(from, to);
    return { from, to, updates, count: countOf(updates), countFrom: (at: number) => countOf(this.updates(at, to)) };
  }

  private batch(updates: readonly Update[], missed: number): Batch {
    const { log, epoch } = this.options;
    const first = log.told(updates.length);
    const texts = updates.map((update, i) => metricsText({ epoch, seq: first + i }, update, i === 0 ? missed : 0));
    return new Batch(texts, epoch, first + updates.length - 1);
  }
}

function countOf(updates: readonly Update[]): number {
  return updates.reduce((sum, { values }) => sum + values.length, 0);
}

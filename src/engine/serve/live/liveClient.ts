import { Batch } from './batch';
import { ClientQueue, type Notes, type Offer, type Portion } from './clientQueue';
import type { Feed, FeedClient } from './feed';
import type { LiveLog, ResumePoint } from './liveLog';
import { withMissed, type Place } from './messages';
import type { Outlet } from './outlet';
import { noteChannelsOf } from './subscription';

/** What brings a client up to now, message by message; its result is the number up to which it did. */
export type Opening = Generator<Batch | undefined, number>;

/** One who listens: first it is brought up to now, then it takes its part of what all are told. */
export class LiveClient implements FeedClient {
  feed: Feed | undefined;
  private opening: Opening | undefined;
  private queue: ClientQueue | undefined;
  /** For how long it has taken nothing although something waits for it, ms. */
  private heldMs = 0;

  constructor(
    private readonly outlet: Outlet,
    private readonly log: LiveLog,
    private readonly epoch: number,
    private readonly sent: (messages: number) => void,
    /** Until when it may listen, monotonic ms. */
    readonly endsAt: number,
  ) {}

  get isReady(): boolean {
    return this.outlet.isReady;
  }

  get isOpening(): boolean {
    return this.opening !== undefined;
  }

  /**
   * @param ms Since the last call, of the hub's own ticks: time in which that slept is not the client's fault.
   * @returns For how long it has taken nothing although something waits for it, ms.
   */
  tick(ms: number): number {
    this.heldMs = this.isReady ? 0 : this.heldMs + ms;
    return this.heldMs;
  }

  /** It took all that waited for it. */
  drained(): void {
    this.heldMs = 0;
  }

  /** Begins to hear what a feed tells, after what brings it up to now. */
  begin(feed: Feed, opening: Opening): void {
    this.feed = feed;
    this.queue = undefined;
    this.opening = opening;
  }

  /** Goes on to hear what another feed tells, from where it is. @returns Whether it is anywhere yet. */
  move(feed: Feed): boolean {
    if (!this.queue) return false;
    this.feed = feed;
    this.queue = this.queueFrom(this.queue.place);
    return true;
  }

  /** Hears nothing any more. */
  rest(): void {
    this.feed = undefined;
    this.opening = undefined;
    this.queue = undefined;
  }

  /** Goes on to bring it up to now, a little. @returns Whether there is more to do at once. */
  openFurther(): boolean {
    if (!this.opening || !this.isReady) return false;
    const step = this.opening.next();
    if (step.done !== true) {
      if (step.value) this.send(step.value);
      return true;
    }
    this.opening = undefined;
    this.queue = this.queueFrom({ metrics: step.value, notes: step.value });
    return false;
  }

  private queueFrom(place: ResumePoint): ClientQueue {
    return new ClientQueue(this.log, noteChannelsOf(this.feed?.subscription), place);
  }

  take(offer: Offer): Portion {
    // Notes have numbers that are lower than those of the metrics that are about to be told.
    if (this.queue?.isBehind === true) this.tellAllNotes();
    return this.queue?.take(offer, this.isReady) ?? { kind: 'nothing' };
  }

  /** Tells it of alerts and events, unless metrics wait for it that are older: it is told both then, these first. */
  tellNotes(): void {
    if (this.queue?.isBehind === false) this.tellAllNotes();
  }

  /** Tells it of alerts and events that it was not told of. */
  tellAllNotes(): void {
    if (!this.queue?.hasNotes || !this.isReady) return;
    const taken = this.queue.takeNotes();
    const last = taken.notes.at(-1);
    if (last) this.send(new Batch(textsOf(taken), this.epoch, last.seq));
  }

  send(batch: Batch): void {
    this.sent(batch.texts.length);
    this.outlet.send(batch);
  }

  /** Answers with one message, unless the client does not take what it has. */
  answer(text: (place: Place) => string): void {
    if (!this.isReady) return;
    const place = { epoch: this.epoch, seq: this.log.aside() };
    this.send(new Batch([text(place)], place.epoch, place.seq));
  }

  heartbeat(): void {
    this.outlet.heartbeat();
  }

  close(code: number, reason: string): void {
    this.outlet.close(code, reason);
  }
}

function textsOf({ notes, missed }: Notes): string[] {
  return notes.map(({ text }, i) => (i === 0 ? withMissed(text, missed) : text));
}

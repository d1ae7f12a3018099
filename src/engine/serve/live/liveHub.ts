import type { AlertsInfo } from '../../../protocol/alerts';
import type { EventType } from '../../../protocol/events';
import { matchesAny } from '../../../protocol/glob';
import type { AlertChange } from '../../alerts/change';
import type { Clock } from '../../clock';
import type { Group } from '../../metrics/group';
import type { Pipeline } from '../../pipeline';
import type { Recovery } from '../../recovery';
import type { Stoppable, Ticker } from '../../ticker';
import { Feed } from './feed';
import { GoneSeries } from './goneSeries';
import { LiveClient, type Opening } from './liveClient';
import { LiveLog, type ResumePoint } from './liveLog';
import { alertText, eventText, type Place } from './messages';
import { NewestValues } from './newestValues';
import { closeCodes, sessionOver, type Outlet } from './outlet';
import { replay } from './replay';
import { snapshot } from './snapshot';
import { keyOf, noteChannelsOf, type Subscription } from './subscription';
import { WantedSeries } from './wantedSeries';

export interface LiveHubOptions {
  readonly pipeline: Pipeline;
  readonly clock: Clock;
  readonly ticker: Pick<Ticker, 'every'>;
  /** Of this engine; greater than that of every earlier engine on the same data folder. */
  readonly epoch: number;
  readonly alerts: { info(): Pick<AlertsInfo, 'active'> };
  /** Whoever asks for alerts is told nothing before it is over; see {@link LiveHub.recovered}. */
  readonly recovery: Pick<Recovery, 'isOver'>;
  /** Told that somebody may want other metrics than before. */
  readonly demandChanged: () => void;
  /** How long a client may take nothing before it is closed, ms. */
  readonly patienceMs?: number;
  readonly heartbeatMs?: number;
}

/** Nothing here may hold the engine's thread for longer than about this at a time, ms. */
const turnMs = 0.5;
/** Timers may fire a fraction of a millisecond early. */
const earlyMs = 0.3;
const lookMs = 1000;
const patience = 30_000;
const heartbeat = 30_000;
const tooSlow = 'Nothing was taken for too long. Read faster or subscribe to less, and come back with the last seq.';
const ending = 'The monitor stops serving here. Look into endpoints.json, and come back with the last seq.';

/**
 * All who listen over WebSocket or server-sent events. Frames, alerts and events get their numbers here; a moment later
 * each client is told what it asked for. Before the first client nothing happens, and without any nearly nothing.
 */
export class LiveHub {
  /** Messages sent since the start. */
  sent = 0;
  readonly epoch: number;
  private readonly log: LiveLog;
  private readonly newest: NewestValues;
  private readonly clients = new Set<LiveClient>();
  private readonly feeds = new Map<string, Feed>();
  private readonly sources = new WeakMap<Group['layout'], number>();
  private gone: GoneSeries | undefined;
  private tasks: readonly Stoppable[] = [];
  private due: NodeJS.Immediate | undefined;
  private timer: NodeJS.Timeout | undefined;
  private opening: NodeJS.Immediate | undefined;

  constructor(private readonly options: LiveHubOptions) {
    this.epoch = options.epoch;
    this.log = new LiveLog(() => options.clock.monotonic());
    this.newest = new NewestValues(options.pipeline.ring, this.log);
  }

  /** Clients that are connected. */
  get size(): number {
    return this.clients.size;
  }

  /** Whether some client asks for this metric by a pattern. */
  isWatched(metric: string): boolean {
    for (const { subscription, hasMetrics } of this.feeds.values())
      if (hasMetrics && matchesAny(subscription.metrics, metric)) return true;
    return false;
  }

  /** @param restMs How long it may listen, ms. */
  join(outlet: Outlet, restMs = Infinity): LiveClient {
    const client = new LiveClient(
      outlet,
      this.log,
      this.epoch,
      (messages) => (this.sent += messages),
      this.options.clock.monotonic() + restMs,
    );
    this.clients.add(client);
    this.gone ??= this.listen();
    if (this.clients.size === 1) this.work();
    return client;
  }

  leave(client: LiveClient): void {
    this.leaveFeed(client);
    client.rest();
    this.clients.delete(client);
    if (this.clients.size === 0) this.rest();
  }

  /** @param seen Where the client was when it last heard something. */
  subscribe(client: LiveClient, subscription: Subscription | undefined, seen?: Place): void {
    this.leaveFeed(client);
    client.rest();
    if (!subscription) return;
    const feed = this.feedOf(subscription);
    feed.clients.add(client);
    client.begin(feed, this.openingOf(feed, seen));
    this.opening ??= setImmediate(this.openTurn);
    this.options.demandChanged();
  }

  /** Has a client hear less than before, and nothing of what it heard again. */
  reduce(client: LiveClient, subscription: Subscription | undefined): void {
    this.leaveFeed(client);
    const feed = subscription && this.feedOf(subscription);
    if (!feed || !client.move(feed)) this.subscribe(client, subscription);
    else feed.clients.add(client);
    this.options.demandChanged();
  }

  /** A place for a message to one client that tells nothing of metrics. */
  place(): Place {
    return { epoch: this.epoch, seq: this.log.aside() };
  }

  /** Alerts are known now: whoever waits for them is brought up to now. */
  recovered(): void {
    if (this.clients.size > 0) this.opening ??= setImmediate(this.openTurn);
  }

  /** The client takes things again that did not. */
  drained(client: LiveClient): void {
    client.drained();
    if (client.feed) client.feed.isAsked = true;
    if (client.isOpening) this.opening ??= setImmediate(this.openTurn);
    this.wake();
  }

  readonly alert = (change: AlertChange): void => {
    this.note('alerts', (seq) => alertText({ epoch: this.epoch, seq }, change));
  };

  event(type: EventType, timestamp: number, data: object): void {
    this.note('events', (seq) => eventText({ epoch: this.epoch, seq }, type, timestamp, data));
  }

  /** What was recorded is to be forgotten, and so nobody is told it again. */
  forget(): void {
    this.log.forget();
  }

  /** Says to all clients that it is over, until they come again. */
  closeAll(code: number = closeCodes.goingAway, reason = ending): void {
    for (const client of [...this.clients]) client.close(code, reason);
  }

  /** From the first client on; what came before it was told to nobody. */
  private listen(): GoneSeries {
    const { pipeline } = this.options;
    pipeline.streamed = (group) => {
      this.log.frame(group.id, group.nextRow - 1, this.sourcesIn(group.layout));
      if (this.clients.size > 0) this.wake();
    };
    return new GoneSeries(pipeline.registry, this.log);
  }

  private work(): void {
    const { ticker, patienceMs = patience, heartbeatMs = heartbeat, clock } = this.options;
    const everyMs = Math.min(lookMs, patienceMs);
    this.tasks = [
      ticker.every(everyMs, () => {
        const now = clock.monotonic();
        for (const client of [...this.clients])
          if (now > client.endsAt) client.close(closeCodes.policy, sessionOver);
          else if (client.tick(everyMs) > patienceMs) client.close(closeCodes.tryLater, tooSlow);
        for (const feed of this.feeds.values()) feed.isAsked = true;
        this.wake();
      }),
      ticker.every(heartbeatMs, () => {
        for (const client of [...this.clients]) client.heartbeat();
      }),
    ];
  }

  private rest(): void {
    for (const task of this.tasks) task.stop();
    this.tasks = [];
    clearImmediate(this.due);
    clearImmediate(this.opening);
    clearTimeout(this.timer);
    this.due = this.opening = this.timer = undefined;
  }

  private note(...parameters: Parameters<LiveLog['note']>): void {
    if (!this.gone) return;
    this.log.note(...parameters);
    if (this.clients.size > 0) this.wake();
  }

  private wake(): void {
    this.due ??= setImmediate(this.turn);
  }

  private readonly turn = (): void => {
    this.due = undefined;
    const { clock } = this.options;
    const started = clock.monotonic();
    this.gone?.look(clock.now());
    for (const client of this.clients) client.tellNotes();
    let earliest = Infinity;
    for (const feed of this.feeds.values()) {
      if (!feed.hasNews) continue;
      const now = clock.monotonic();
      if (now - started > turnMs) {
        this.wake();
        return;
      }
      if (feed.dueAt <= now + earlyMs) feed.tell(now);
      else earliest = Math.min(earliest, feed.dueAt);
    }
    clearTimeout(this.timer);
    this.timer =
      earliest === Infinity
        ? undefined
        : setTimeout(
            () => {
              this.wake();
            },
            Math.max(1, earliest - clock.monotonic()),
          );
  };

  /** Brings clients up to now that have just come, a moment of each in turn. */
  private readonly openTurn = (): void => {
    this.opening = undefined;
    const { clock } = this.options;
    const started = clock.monotonic();
    let hasMore = false;
    for (const client of [...this.clients]) {
      let isGoingOn = client.isOpening && !this.mustWait(client);
      while (isGoingOn && clock.monotonic() - started < turnMs) isGoingOn = client.openFurther();
      hasMore ||= isGoingOn;
    }
    if (hasMore) this.opening ??= setImmediate(this.openTurn);
    else this.wake();
  };

  private mustWait({ feed }: LiveClient): boolean {
    return !this.options.recovery.isOver && feed?.subscription.channels.includes('alerts') === true;
  }

  private openingOf(feed: Feed, seen: Place | undefined): Opening {
    const { log, epoch } = this;
    const { pipeline, alerts, clock } = this.options;
    const { subscription, wanted } = feed;
    const from = this.resumePoint(feed, seen);
    if (from && seen) {
      const channels = noteChannelsOf(subscription);
      return replay({ epoch, log, feed, channels, seen: seen.seq, from });
    }
    return snapshot({
      epoch,
      log,
      subscription,
      wanted,
      reader: pipeline,
      alerts: () => alerts.info().active,
      now: () => clock.now(),
    });
  }

  private resumePoint(feed: Feed, seen: Place | undefined): ResumePoint | undefined {
    return seen?.epoch === this.epoch ? this.log.resumePoint(seen.seq, feed.periodMs) : undefined;
  }

  private feedOf(subscription: Subscription): Feed {
    const key = keyOf(subscription);
    let feed = this.feeds.get(key);
    if (!feed) {
      const { log, newest, epoch } = this;
      const { registry } = this.options.pipeline;
      const gone = (this.gone ??= this.listen());
      const wanted = new WantedSeries(subscription.metrics, registry);
      this.feeds.set(key, (feed = new Feed(subscription, { epoch, log, newest, gone, wanted })));
    }
    return feed;
  }

  private leaveFeed(client: LiveClient): void {
    const { feed } = client;
    if (!feed) return;
    feed.clients.delete(client);
    if (feed.clients.size === 0) this.feeds.delete(keyOf(feed.subscription));
    this.options.demandChanged();
  }

  /** How many sources the series of a layout have. */
  private sourcesIn(layout: Group['layout']): number {
    let count = this.sources.get(layout);
    if (count === undefined) {
      count = new Set(layout.map(({ metric }) => metric.slice(0, metric.indexOf('.')))).size;
      this.sources.set(layout, count);
    }
    return count;
  }
}

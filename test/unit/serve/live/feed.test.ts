import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Pipeline } from '../../../../src/engine/pipeline';
import type { Batch } from '../../../../src/engine/serve/live/batch';
import { ClientQueue, mostWaiting, type Offer, type Portion } from '../../../../src/engine/serve/live/clientQueue';
import { Feed, type FeedClient } from '../../../../src/engine/serve/live/feed';
import { GoneSeries } from '../../../../src/engine/serve/live/goneSeries';
import { LiveClient, type Opening } from '../../../../src/engine/serve/live/liveClient';
import { LiveLog } from '../../../../src/engine/serve/live/liveLog';
import { NewestValues } from '../../../../src/engine/serve/live/newestValues';
import type { Outlet } from '../../../../src/engine/serve/live/outlet';
import { replay } from '../../../../src/engine/serve/live/replay';
import { subscribed } from '../../../../src/engine/serve/live/subscription';
import { WantedSeries } from '../../../../src/engine/serve/live/wantedSeries';

interface Told {
  readonly seq: number;
  readonly missed?: number;
  readonly timestamp: number;
  readonly data: Record<string, number | null>;
}

const toldIn = (batch: Batch): Told[] => batch.texts.map((text) => JSON.parse(text) as Told);

class Client implements FeedClient {
  readonly told: Told[] = [];
  readonly batches = new Set<Batch>();
  isReady = true;

  constructor(private readonly queue: ClientQueue) {}

  take(offer: Offer): Portion {
    return this.queue.take(offer, this.isReady);
  }

  send(batch: Batch): void {
    this.batches.add(batch);
    this.told.push(...toldIn(batch));
  }
}

/** Two groups whose frames are told by one feed. */
class Stage {
  now = 0;
  readonly pipeline = new Pipeline(2 ** 20);
  readonly log = new LiveLog(() => this.now);
  readonly feed: Feed;
  private readonly groups = [
    this.group('a', ['system.cpu_percent', 'system.memory_percent']),
    this.group('b', ['system.load_1m']),
  ];

  constructor() {
    const { pipeline, log } = this;
    const { registry, ring } = pipeline;
    pipeline.streamed = (group) => {
      log.frame(group.id, group.nextRow - 1, 1);
    };
    const subscription = subscribed(undefined, { metrics: ['system.*'], maxRate: 10 });
    this.feed = new Feed(subscription, {
      epoch: 1,
      log,
      newest: new NewestValues(ring, log),
      gone: new GoneSeries(registry, log),
      wanted: new WantedSeries(subscription.metrics, registry),
    });
  }

  client(): Client {
    const client = new Client(new ClientQueue(this.log, [], { metrics: this.log.seq, notes: this.log.seq }));
    this.feed.clients.add(client);
    return client;
  }

  frame(which: number, ...values: number[]): void {
    this.now += 7;
    const group = this.groups[which]!;
    group.values.set(values);
    this.pipeline.commit(group, this.now);
  }

  private group(name: string, metrics: readonly Parameters<Pipeline['series']>[0][]) {
    const group = this.pipeline.group(name, 100);
    group.setLayout(metrics.map((metric) => this.pipeline.series(metric)));
    return group;
  }
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('frame' as const), which: fc.nat(1), hasSecond: fc.boolean() }),
  fc.record({ kind: fc.constant('tell' as const) }),
  fc.record({ kind: fc.constant('ready' as const), who: fc.nat(2), isReady: fc.boolean() }),
);

const countOf = (told: readonly Told[]): number => told.reduce((sum, { data }) => sum + Object.keys(data).length, 0);
const missedIn = (told: readonly Told[]): number => told.reduce((sum, { missed = 0 }) => sum + missed, 0);

describe('clients of one feed', () => {
  it('end with the newest value of each series, in growing order, and with counts that add up', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const stage = new Stage();
        const reader = stage.client();
        const clients = [stage.client(), stage.client(), stage.client()];
        const newest = new Map<string, number>();
        let value = 0;
        for (const each of steps) {
          if (each.kind === 'ready') clients[each.who]!.isReady = each.isReady;
          else if (each.kind === 'tell') stage.feed.tell(stage.now);
          else if (each.which === 1) {
            stage.frame(1, ++value);
            newest.set('load_1m', value);
          } else {
            stage.frame(0, ++value, each.hasSecond ? value : NaN);
            newest.set('cpu_percent', value);
            if (each.hasSecond) newest.set('memory_percent', value);
          }
        }
        for (const client of clients) client.isReady = true;
        stage.feed.tell(stage.now);
        const offered = countOf(reader.told);
        for (const { told } of [reader, ...clients]) {
          assert.ok(told.every(({ seq }, i) => i === 0 || seq > told[i - 1]!.seq));
          const last = new Map(told.flatMap(({ data }) => Object.entries(data)));
          assert.deepEqual([...last].sort(), [...newest].sort());
          assert.equal(countOf(told) + missedIn(told), offered);
        }
        assert.equal(missedIn(reader.told), 0);
      }),
    );
  });

  it('that keep up share what is made for them', () => {
    const stage = new Stage();
    const [a, b] = [stage.client(), stage.client()];
    for (let i = 0; i < 5; i++) {
      stage.frame(0, i, i);
      stage.feed.tell(stage.now);
    }
    assert.equal(a.batches.size, 5);
    assert.deepEqual(a.batches, b.batches);
  });
});

describe('a client that comes back', () => {
  it('hears at its rate exactly what came after its last message, wherever it was cut off', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1), fc.boolean()), { minLength: 1, maxLength: 60 }),
        fc.nat(),
        (frames, cut) => {
          const stage = new Stage();
          const reader = stage.client();
          const all: (readonly [string, number])[] = [];
          let value = 0;
          let seen = { seq: 0, count: 0 };
          frames.forEach(([which, isTold], i) => {
            if (which === 1) stage.frame(1, ++value);
            else stage.frame(0, ++value, value);
            all.push(
              ...(which === 1 ? ['load_1m'] : ['cpu_percent', 'memory_percent']).map((name) => [name, value] as const),
            );
            if (!isTold) return;
            stage.feed.tell(stage.now);
            if (i <= cut % frames.length) seen = { seq: reader.told.at(-1)!.seq, count: all.length };
          });
          const point = stage.log.resumePoint(seen.seq, 0)!;
          const feed = { updates: stage.feed.updates.bind(stage.feed), periodMs: 1, hasMetrics: true };
          const { log } = stage;
          const again = [...replay({ epoch: 1, log, feed, channels: [], seen: seen.seq, from: point })];
          const told = again.flatMap((batch) => (batch ? toldIn(batch) : []));
          assert.deepEqual(
            told.flatMap(({ data }) => Object.entries(data)),
            all.slice(seen.count),
          );
          assert.ok(told.every(({ seq }, i) => seq > (told[i - 1]?.seq ?? seen.seq)));
        },
      ),
    );
  });
});

describe('notes for a client that does not keep up', () => {
  const wishes = [['alerts'], ['events'], ['alerts', 'events']] as const;

  it('are the newest hundred, with the number of those that it wanted before them', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...wishes),
        fc.array(fc.tuple(fc.constantFrom(...wishes[2]), fc.nat(150)), { maxLength: 8 }),
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        (wanted, bursts, isTaken) => {
          const log = new LiveLog(() => 0);
          const queue = new ClientQueue(log, wanted, { metrics: 0, notes: 0 });
          let [last, waiting] = [0, 0];
          for (const [i, [channel, burst]] of bursts.entries()) {
            for (let n = 0; n < burst; n++) log.note(channel, String);
            if (wanted.some((each) => each === channel)) waiting += burst;
            if (isTaken[i] !== true) continue;
            const { notes, missed } = queue.takeNotes();
            assert.equal(notes.length, Math.min(waiting, mostWaiting));
            assert.equal(notes.length + missed, waiting);
            assert.ok(notes.every(({ seq }) => seq > last && (last = seq) > 0));
            waiting = 0;
          }
        },
      ),
    );
  });

  it('are counted to the last one, also where of one kind none is left to tell', () => {
    const { log, feed } = new Stage();
    const told: { readonly type: string; readonly missed?: number }[] = [];
    const outlet: Outlet = {
      isReady: true,
      send: ({ texts }) => told.push(...texts.map((text) => JSON.parse(text) as (typeof told)[number])),
      heartbeat: () => undefined,
      close: () => undefined,
    };
    const client = new LiveClient(outlet, log, 1, () => undefined, Infinity);
    client.begin(feed, opening(log.seq));
    while (client.openFurther());
    for (let i = 0; i < 5; i++) log.note('alerts', () => '{"type":"alert"}');
    for (let i = 0; i < 150; i++) log.note('events', () => '{"type":"event"}');
    client.tellAllNotes();
    assert.equal(told.length, mostWaiting);
    assert.equal(
      told.reduce((sum, { missed = 0 }) => sum + missed, 0),
      55,
    );
  });
});

function* opening(seq: number): Opening {
  yield undefined;
  return seq;
}

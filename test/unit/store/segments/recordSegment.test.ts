import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { eventTypes } from '../../../../src/protocol/events';
import type { StoreEvent, StoreSnapshot } from '../../../../src/engine/store/events/storeEvent';
import { SegmentBuilder, type BuiltSegment } from '../../../../src/engine/store/segments/segmentBuilder';
import { SegmentReader } from '../../../../src/engine/store/segments/segmentReader';
import type { Sqlite } from '../../../../src/engine/store/segments/sqlite';
import { noon, testSession, testSqlite } from '../../../support/storeSamples';

const always = { from: -Infinity, to: Infinity };
const older = '20261120T000000Z-00000001';

let sqlite: Sqlite;

function built(events: readonly StoreEvent[], snapshots: readonly StoreSnapshot[] = []): BuiltSegment {
  const builder = new SegmentBuilder(sqlite, 'events');
  for (const event of events) builder.addEvent(event);
  for (const snapshot of snapshots) builder.addSnapshot(snapshot);
  return builder.finish();
}

function opened({ bytes }: BuiltSegment): SegmentReader {
  const reader = SegmentReader.open(sqlite, Buffer.from(bytes), 'events.db');
  reader.check();
  return reader;
}

function event(sequence: number, timestamp: number, session = testSession): StoreEvent {
  return { session, sequence, timestamp, type: 'health.heartbeat', data: { samples: sequence } };
}

const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom("'; DROP TABLE event; --", '\0', '\ud800', '"}', '\u202e', '__proto__', ''),
);

describe('a segment of events', () => {
  before(async () => {
    sqlite = await testSqlite();
  });

  it('gives back events and snapshots with whatever texts and numbers they hold', () => {
    const data = fc.dictionary(
      hostileText,
      fc.oneof(hostileText, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.jsonValue()),
    );
    const someEvent = fc.record(
      {
        session: fc.constantFrom(testSession, older),
        sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        timestamp: fc.double({ min: 0, max: 4e12, noNaN: true }),
        type: fc.constantFrom(...eventTypes),
        data,
        frameId: fc.nat(),
        energyDelta: fc.double({ noNaN: true, noDefaultInfinity: true }),
      },
      { requiredKeys: ['session', 'sequence', 'timestamp', 'type', 'data'] },
    );
    const bySequence = (e: StoreEvent) => `${e.session} ${e.sequence}`;
    const events = fc.uniqueArray(someEvent, { minLength: 1, maxLength: 12, selector: bySequence });
    const snapshot = fc.record<StoreSnapshot>({
      session: fc.constant(testSession),
      sequence: fc.nat(),
      timestamp: fc.integer({ min: 0, max: 4e12 }),
      reason: fc.constantFrom('periodic', 'events', 'end'),
      state: data.map((d) => JSON.stringify(d)),
    });
    const snapshots = fc.uniqueArray(snapshot, { maxLength: 3, selector: (s) => s.sequence });
    fc.assert(
      fc.property(events, snapshots, (writtenEvents, writtenSnapshots) => {
        const segment = built(writtenEvents, writtenSnapshots);
        const reader = opened(segment);
        // As JSON, since -0 and objects without a prototype are not told apart in files.
        const asJson = (records: readonly object[]) => records.map((r) => JSON.stringify(r)).sort();
        const inOrder = writtenEvents.map(({ session, sequence, timestamp, type, data: d, ...rest }) => ({
          session,
          sequence,
          timestamp,
          type,
          data: d,
          ...rest,
        }));
        const back = [...reader.events(always)];
        assert.deepEqual(asJson(back), asJson(inOrder));
        assert.deepEqual(asJson([...reader.snapshots(always)]), asJson(writtenSnapshots));
        assert.equal(segment.events, writtenEvents.length);
        assert.equal(reader.eventCount, writtenEvents.length);
        reader.close();
      }),
      { numRuns: 150 },
    );
  });

  it('gives events of all sessions by time and those of one by sequence, cut to what is asked for', () => {
    const later = [event(1, noon), event(2, noon + 3000), event(3, noon + 1000)];
    const reader = opened(built([...later.toReversed(), event(1, noon + 500, older), event(2, noon + 2000, older)]));
    const told = (range: Parameters<SegmentReader['events']>[0]) =>
      Array.from(reader.events(range), ({ session, sequence }) => `${session === older ? 'old' : 'new'} ${sequence}`);
    assert.deepEqual(told(always), ['new 1', 'old 1', 'new 3', 'old 2', 'new 2']);
    assert.deepEqual(told({ ...always, session: testSession }), ['new 1', 'new 2', 'new 3']);
    assert.deepEqual(told({ from: noon + 500, to: noon + 2000 }), ['old 1', 'new 3', 'old 2']);
    assert.deepEqual(told({ from: noon + 1000, to: noon + 2000, session: testSession }), ['new 3']);
    assert.deepEqual(told({ ...always, session: 'none' }), []);
    assert.deepEqual(reader.sessions(), [older, testSession]);
    reader.close();
  });

  it('is the same to the byte in whatever order events came, and keeps one that came twice once', () => {
    const events = [event(1, noon), event(2, noon + 1), event(1, noon + 2, older)];
    const whole = built(events);
    assert.deepEqual(Buffer.from(built([...events.toReversed(), event(2, noon + 1)]).bytes), Buffer.from(whole.bytes));
    assert.deepEqual([whole.from, whole.to, whole.events], [noon, noon + 2, 3]);
  });

  it('has no series, chunks or states, and takes none', () => {
    const reader = opened(built([event(1, noon)]));
    const range = { ...always, wanted: () => true, tierMs: 1000 };
    assert.deepEqual([reader.series().size, reader.tiers(), [...reader.states()]], [0, [], []]);
    assert.deepEqual([[...reader.samples(range)], [...reader.buckets(range)]], [[], []]);
    reader.close();
    const builder = new SegmentBuilder(sqlite, 'events');
    const series = { metric: 'a.b', labels: {}, unit: 'bits', decimals: 0 } as const;
    assert.throws(() => {
      builder.addState(testSession, series, { since: noon, quality: 'measured' });
    }, RangeError);
    assert.throws(() => {
      builder.addEvent(event(1, NaN));
    }, RangeError);
  });
});

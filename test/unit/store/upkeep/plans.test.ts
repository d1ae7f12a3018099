import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SegmentKind } from '../../../../src/engine/store/segments/segmentName';
import { planCompaction } from '../../../../src/engine/store/upkeep/planCompaction';
import { planRetention, type SizedSegment } from '../../../../src/engine/store/upkeep/planRetention';
import type { RetentionSettings } from '../../../../src/engine/store/thread/storeLink';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const megabyte = 1024 * 1024;
const now = Date.UTC(2026, 10, 21, 12);

const settings: RetentionSettings = {
  'retention.rawDays': 7,
  'retention.aggregatedDays': 30,
  'retention.eventDays': 90,
  'retention.exportDays': 1,
  'retention.sessionDays': 0,
  'retention.maxMegabytes': 100,
};

let made = 0;
function segment(kind: SegmentKind, from: number, to: number, megabytes = 1): SizedSegment {
  const name = `${kind}${++made}`;
  const file = `segments/${name}`;
  return { kind, from, to, epoch: 1, sequence: made, crc: 0, file, storedAs: file, bytes: megabytes * megabyte };
}

const ago = (kind: SegmentKind, ms: number, megabytes = 1): SizedSegment =>
  segment(kind, now - ms - 15 * 60_000, now - ms, megabytes);

const filesOf = (segments: readonly SizedSegment[]): string[] => segments.map(({ file }) => file);

describe('Retention by age', () => {
  const days: Readonly<Record<SegmentKind, number>> = { raw: 7, fine: 30, coarse: 30, events: 90 };
  for (const [kind, kept] of Object.entries(days) as [SegmentKind, number][])
    it(`keeps ${kind} for ${kept} days after its newest content`, () => {
      const old = ago(kind, kept * dayMs + 1);
      const young = ago(kind, kept * dayMs);
      assert.deepEqual(filesOf(planRetention([old, young], settings, now)), [old.file]);
    });
});

describe('Retention by size', () => {
  it('removes nothing while everything fits', () => {
    assert.deepEqual(planRetention([ago('raw', dayMs, 60), ago('events', dayMs, 40)], settings, now), []);
  });

  it('gives up the oldest samples first, then statistics, events last', () => {
    const raws = [ago('raw', 3 * dayMs, 30), ago('raw', 2 * dayMs, 30), ago('raw', dayMs, 30)];
    const others = [ago('fine', 20 * dayMs, 30), ago('coarse', 20 * dayMs, 30), ago('events', 60 * dayMs, 30)];
    const all = [...raws, ...others];
    assert.deepEqual(filesOf(planRetention(all, settings, now)), filesOf(raws));
    const order = planRetention(all, { ...settings, 'retention.maxMegabytes': 16 }, now);
    assert.deepEqual(filesOf(order), filesOf([...raws, ...others]));
  });

  it('counts journals too', () => {
    const old = ago('raw', dayMs, 60);
    assert.deepEqual(planRetention([old], settings, now, 40 * megabyte), []);
    assert.deepEqual(filesOf(planRetention([old], settings, now, 41 * megabyte)), [old.file]);
  });

  it('gives up the last hour only when nothing older is left', () => {
    const young = ago('raw', 10 * 60_000, 90);
    const old = ago('events', 2 * hourMs, 20);
    assert.deepEqual(filesOf(planRetention([young, old], settings, now)), [old.file]);
    assert.deepEqual(filesOf(planRetention([ago('raw', 0, 200)], settings, now)).length, 1);
  });

  it('ends below the limit, removes nothing twice, and nothing more than it must', () => {
    const kinds = fc.constantFrom<SegmentKind>('raw', 'fine', 'coarse', 'events');
    const some = fc.array(fc.tuple(kinds, fc.integer({ min: 0, max: 100 * 24 }), fc.integer({ min: 1, max: 40 })));
    fc.assert(
      fc.property(some, (parts) => {
        const segments = parts.map(([kind, hours, size]) => ago(kind, hours * hourMs, size));
        const removed = planRetention(segments, settings, now);
        assert.equal(new Set(removed).size, removed.length);
        const left = segments.filter((s) => !removed.includes(s));
        const bytes = left.reduce((sum, s) => sum + s.bytes, 0);
        assert.ok(bytes <= 100 * megabyte);
        const byAge = planRetention(segments, { ...settings, 'retention.maxMegabytes': 1_000_000 }, now);
        const last = removed.at(-1);
        if (last && removed.length > byAge.length) assert.ok(bytes + last.bytes > 100 * megabyte);
      }),
    );
  });
});

describe('The plan of compaction', () => {
  const quarter = (kind: SegmentKind, hour: number, number: number): SizedSegment => {
    const from = Date.UTC(2026, 10, 20, hour) + number * 15 * 60_000;
    return segment(kind, from, from + 15 * 60_000, 0.1);
  };
  const hour = (kind: SegmentKind, of: number): SizedSegment[] => [0, 1, 2, 3].map((n) => quarter(kind, of, n));
  const at = (...time: [day: number, hour: number, minute: number]): number =>
    Date.UTC(2026, 10, time[0], time[1], time[2]);

  it('makes the files of an hour one when it is over and settled', () => {
    for (const kind of ['raw', 'fine', 'coarse', 'events'] as const) {
      const files = hour(kind, 8);
      assert.equal(planCompaction(files, at(20, 9, 19)), undefined);
      assert.deepEqual(planCompaction(files, at(20, 9, 20)), files);
    }
  });

  it('makes the files of six hours one when they are over', () => {
    const files = [quarter('coarse', 6, 0), quarter('coarse', 9, 0), quarter('coarse', 11, 3)];
    assert.equal(planCompaction(files, at(20, 12, 19)), undefined);
    assert.deepEqual(planCompaction(files, at(20, 12, 20)), files);
  });

  it('makes the coarse files of a week one when it is over, and no others', () => {
    const days = (kind: SegmentKind) => [19, 21, 25].map((day) => segment(kind, at(day, 0, 0), at(day + 1, 0, 0)));
    const files = days('coarse');
    assert.equal(planCompaction(files, at(26, 0, 19)), undefined);
    assert.deepEqual(planCompaction(files, at(26, 0, 20)), files);
    for (const kind of ['raw', 'fine', 'events'] as const)
      assert.equal(planCompaction(days(kind), at(30, 0, 0)), undefined);
  });

  it('makes the files of a day one when it is over, and raw ones never', () => {
    const files = [quarter('fine', 1, 0), quarter('fine', 8, 0), quarter('fine', 23, 0)];
    assert.equal(planCompaction(files, at(20, 23, 59)), undefined);
    assert.deepEqual(planCompaction(files, at(21, 0, 20)), files);
    assert.equal(planCompaction([quarter('raw', 1, 0), quarter('raw', 5, 0)], at(22, 0, 0)), undefined);
  });

  it('leaves single files, files of different days and large raw files alone', () => {
    assert.equal(planCompaction([quarter('fine', 1, 0)], at(25, 0, 0)), undefined);
    const apart = [segment('fine', at(19, 23, 0), at(19, 23, 15)), segment('fine', at(20, 0, 0), at(20, 0, 15))];
    assert.equal(planCompaction(apart, at(25, 0, 0)), undefined);
    const large = [0, 1].map((n) => ({ ...quarter('raw', 8, n), bytes: 2 * megabyte }));
    assert.equal(planCompaction(large, at(25, 0, 0)), undefined);
  });

  it('prefers what is small, takes four at most, and comes to an end', () => {
    const large = { ...quarter('coarse', 0, 0), bytes: 50 * megabyte };
    let files = [large, ...Array.from({ length: 23 }, (_, i) => quarter('coarse', i + 1, 0))];
    let copied = 0;
    for (let step = 0; ; step++) {
      assert.ok(step < 24, 'no end');
      const sources = planCompaction(files, at(25, 0, 0));
      if (!sources) break;
      assert.ok(sources.length >= 2 && sources.length <= 4);
      assert.ok(sources.every((s, i) => i === 0 || files.indexOf(s) === files.indexOf(sources[i - 1]!) + 1));
      const bytes = sources.reduce((sum, s) => sum + s.bytes, 0);
      copied += bytes;
      const merged = { ...segment('coarse', sources[0]!.from, sources.at(-1)!.to), bytes };
      files = [...files.filter((s) => !sources.includes(s)), merged].sort((a, b) => a.from - b.from);
    }
    assert.equal(files.length, 1);
    assert.ok(copied < 70 * megabyte, 'the large file is copied once');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  formatSegmentName,
  lastTime,
  parseSegmentName,
  segmentKinds,
} from '../../../../src/engine/store/segments/segmentName';

const example = 'raw.20261121T143000Z.20261121T144500Z.00000007-000002.0badcafe.db';

describe('the name of a segment', () => {
  it('says what is in it', () => {
    assert.deepEqual(parseSegmentName(example), {
      kind: 'raw',
      from: Date.UTC(2026, 10, 21, 14, 30),
      to: Date.UTC(2026, 10, 21, 14, 45),
      epoch: 7,
      sequence: 2,
      crc: 0x0badcafe,
    });
  });

  it('covers every moment of what is in it, whatever its times', () => {
    const time = fc.integer({ min: 0, max: lastTime * 4 }).map((quarters) => quarters / 4);
    const times = fc.tuple(time, time);
    const name = fc.record({
      kind: fc.constantFrom(...segmentKinds),
      times,
      epoch: fc.integer({ min: 0, max: 99_999_999 }),
      sequence: fc.integer({ min: 0, max: 999_999 }),
      crc: fc.integer({ min: 0, max: 0xffff_ffff }),
    });
    fc.assert(
      fc.property(name, ({ times: [a, b], ...rest }) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const text = formatSegmentName({ ...rest, from, to });
        const parsed = parseSegmentName(text);
        assert.ok(parsed);
        assert.ok(parsed.from <= from && from - parsed.from < 1000);
        assert.ok(parsed.to >= to && parsed.to - to < 1000);
        assert.deepEqual({ ...parsed, from: 0, to: 0 }, { ...rest, from: 0, to: 0 });
        assert.equal(formatSegmentName(parsed), text);
      }),
    );
  });

  it('sorts by time within a kind', () => {
    const at = (from: number) => formatSegmentName({ kind: 'raw', from, to: from, epoch: 1, sequence: 1, crc: 0 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e9 }), fc.integer({ min: 0, max: 4e9 }), (a, b) => {
        assert.equal(at(a * 1000) < at(b * 1000), a < b);
      }),
    );
  });

  for (const text of [
    '',
    `${example}.corrupt`,
    `${example}.staged`,
    example.replace('raw', 'rare'),
    example.replace('20261121T144500Z', '20261121T142959Z'),
    example.replace('20261121T143000Z', '20260230T143000Z'),
    example.replace('20261121T143000Z', '20261121T253000Z'),
    example.replace('20261121T143000Z', '19691121T143000Z'),
    example.replace('0badcafe', '0BADCAFE'),
    example.replace('00000007', '7'),
    `../${example}`,
    `${example}\n`,
  ])
    it(`is not ${JSON.stringify(text)}`, () => {
      assert.equal(parseSegmentName(text), undefined);
    });

  for (const wrong of [
    { from: -1 },
    { from: NaN },
    { to: Infinity },
    { to: lastTime + 1 },
    { epoch: 1e8 },
    { sequence: 0.5 },
  ])
    it(`cannot be made of ${JSON.stringify(wrong, (_, v: unknown) => (typeof v === 'number' ? String(v) : v))}`, () => {
      const right = { kind: 'fine', from: 0, to: 0, epoch: 1, sequence: 1, crc: 0 } as const;
      assert.throws(() => formatSegmentName({ ...right, ...wrong }), RangeError);
    });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  compacted,
  freePlace,
  inReadingOrder,
  moved,
  overlap,
  type Placed,
  reflowed,
  rowsOf,
  settled,
} from '../../../../src/protocol/layout/grid';
import type { Place } from '../../../../src/protocol/layout/layout';

const columns = 6;
const place = fc.record<Place>({
  x: fc.integer({ min: 0, max: 9 }),
  y: fc.integer({ min: 0, max: 12 }),
  width: fc.integer({ min: 1, max: 9 }),
  height: fc.integer({ min: 1, max: 4 }),
});
const items = fc
  .array(place, { maxLength: 14 })
  .map((places) => places.map((one, index): Placed => ({ id: `p${index}`, place: one })));
const ids = (list: readonly Placed[]): readonly string[] => list.map(({ id }) => id);
const byId = (list: readonly Placed[]): ReadonlyMap<string, Place> =>
  new Map(list.map(({ id, place: one }) => [id, one]));

function assertFree(list: readonly Placed[], within: number): void {
  for (const [index, { place: one }] of list.entries()) {
    assert.ok(one.x >= 0 && one.y >= 0 && one.x + one.width <= within, JSON.stringify(one));
    for (const other of list.slice(index + 1)) assert.ok(!overlap(one, other.place), JSON.stringify([one, other]));
  }
}
const one = (x: number, y: number, width: number, height: number, id = 'a'): Placed => ({
  id,
  place: { x, y, width, height },
});

describe('The grid of a layout', () => {
  it('settles overlaps downward, leaves what is free where it is, and is done after once', () => {
    fc.assert(
      fc.property(items, (list) => {
        const once = settled(list, columns);
        assertFree(once, columns);
        assert.deepEqual(ids(once), ids(list));
        assert.deepEqual(settled(once, columns), once);
        for (const [index, { place: before }] of list.entries()) assert.ok(once[index]!.place.y >= before.y);
      }),
    );
    const apart = [one(0, 0, 2, 1, 'a'), one(4, 5, 2, 1, 'b')];
    assert.deepEqual(settled(apart, columns), apart);
  });

  it('puts what was moved exactly there and makes room for it', () => {
    fc.assert(
      fc.property(items, place, fc.nat(13), (list, to, chosen) => {
        if (list.length === 0) return;
        const { id } = list[chosen % list.length]!;
        const after = moved(list, id, to, columns);
        assertFree(after, columns);
        const there = byId(after).get(id)!;
        assert.equal(there.y, to.y);
        assert.equal(there.width, Math.min(to.width, columns));
        assert.deepEqual(moved(after, id, there, columns), after);
      }),
    );
  });

  it('moves everything up without one passing another', () => {
    fc.assert(
      fc.property(items, (list) => {
        const before = settled(list, columns);
        const after = compacted(before);
        assertFree(after, columns);
        assert.deepEqual(compacted(after), after);
        assert.ok(rowsOf(after) <= rowsOf(before));
        for (const [i, a] of before.entries())
          for (const [j, b] of before.entries()) {
            const areInOneColumn = a.place.x < b.place.x + b.place.width && b.place.x < a.place.x + a.place.width;
            if (areInOneColumn && a.place.y < b.place.y) assert.ok(after[i]!.place.y < after[j]!.place.y);
          }
      }),
    );
  });

  it('flows into fewer columns in reading order, which stays', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: columns }), (list, fewer) => {
        const before = settled(list, columns);
        const after = reflowed(before, fewer);
        assertFree(after, fewer);
        assert.deepEqual(ids(after), ids(inReadingOrder(before)));
        assert.deepEqual(ids(inReadingOrder(after)), ids(after));
        assert.deepEqual(reflowed(after, fewer), after);
      }),
    );
    const [wide, left, right] = reflowed([one(0, 0, 4, 1, 'w'), one(0, 1, 2, 2, 'l'), one(2, 1, 2, 2, 'r')], 2);
    assert.deepEqual(wide!.place, { x: 0, y: 0, width: 2, height: 1 });
    assert.deepEqual(left!.place, { x: 0, y: 1, width: 2, height: 2 });
    assert.deepEqual(right!.place, { x: 0, y: 3, width: 2, height: 2 });
  });

  it('finds a free place for a new panel, in a gap before the end', () => {
    fc.assert(
      fc.property(items, place, (list, size) => {
        const before = settled(list, columns);
        const found = freePlace(before, size, columns);
        assertFree([...before, { id: 'new', place: found }], columns);
        assert.ok(found.y <= rowsOf(before));
      }),
    );
    const gap = [one(0, 0, 2, 1, 'a'), one(4, 0, 2, 1, 'b'), one(0, 1, 6, 1, 'c')];
    assert.deepEqual(freePlace(gap, { width: 2, height: 1 }, columns), { x: 2, y: 0, width: 2, height: 1 });
    assert.deepEqual(freePlace(gap, { width: 3, height: 1 }, columns), { x: 0, y: 2, width: 3, height: 1 });
  });
});

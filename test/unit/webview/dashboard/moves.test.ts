import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import { compacted, overlap, settled, type Placed } from '../../../../src/protocol/layout/grid';
import { changedPlaces, grown, placedAt, placeOf, sized, stepped } from '../../../../webview/dashboard/edit/moves';

const columns = 4;
const at = (id: string, x: number, y: number, width: number, height: number): Placed => ({
  id,
  place: { x, y, width, height },
});
const panels = fc
  .array(
    fc.record({
      x: fc.integer({ min: 0, max: columns - 1 }),
      y: fc.integer({ min: 0, max: 12 }),
      width: fc.integer({ min: 1, max: columns }),
      height: fc.integer({ min: 1, max: 4 }),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((places) =>
    compacted(
      settled(
        places.map((place, id) => ({ id: String(id), place })),
        columns,
      ),
    ),
  );

function assertGrid(items: readonly Placed[]): void {
  for (const { place } of items) assert.ok(place.x >= 0 && place.y >= 0 && place.x + place.width <= columns);
  items.forEach((one, first) => {
    for (const other of items.slice(first + 1))
      assert.ok(!overlap(one.place, other.place), `${one.id} lies over ${other.id}`);
  });
  assert.deepEqual(compacted(items), items, 'none hangs');
}

describe('A panel that is moved', () => {
  it('never lies over another, sticks out or hangs, wherever it is put', () => {
    fc.assert(
      fc.property(panels, fc.integer({ min: -3, max: 9 }), fc.integer({ min: -3, max: 40 }), (items, x, y) => {
        const { place } = items[0]!;
        const after = placedAt(items, '0', { ...place, x, y }, columns);
        assertGrid(after);
        assert.equal(after.length, items.length);
      }),
    );
  });

  it('changes places with the one below when it is put where that one begins', () => {
    const before = [at('a', 0, 0, 4, 2), at('b', 0, 2, 4, 1)];
    const after = placedAt(before, 'a', { x: 0, y: 1, width: 4, height: 2 }, columns);
    assert.deepEqual([placeOf(after, 'a')!.y, placeOf(after, 'b')!.y], [1, 0]);
  });

  it('passes each other panel with the arrow keys, and stops at the edges', () => {
    const before = [at('a', 0, 0, 2, 2), at('b', 2, 0, 2, 2), at('c', 0, 2, 4, 3)];
    const down = stepped(before, 'a', [0, 1], columns)!;
    assert.ok(placeOf(down, 'a')!.y > 0);
    const right = stepped(before, 'a', [1, 0], columns)!;
    assert.equal(placeOf(right, 'a')!.x, 1);
    assert.equal(stepped(before, 'a', [-1, 0], columns), undefined);
    assert.equal(stepped(before, 'a', [0, -1], columns), undefined);
    assert.equal(stepped(before, 'nobody', [0, 1], columns), undefined);
  });

  it('comes to the bottom and back to the top by single steps', () => {
    fc.assert(
      fc.property(panels, (items) => {
        let now = items;
        for (let steps = 0; steps < 200; steps++) {
          const next = stepped(now, '0', [0, 1], columns);
          if (!next) break;
          assert.ok(placeOf(next, '0')!.y !== placeOf(now, '0')!.y);
          assertGrid(next);
          now = next;
        }
        assert.equal(stepped(now, '0', [0, 1], columns), undefined, 'it ends');
      }),
    );
  });
});

describe('A panel that is sized', () => {
  it('stays within the columns and at least one cell large', () => {
    const before = [at('a', 1, 0, 2, 1), at('b', 0, 1, 4, 1)];
    assert.deepEqual(placeOf(grown(before, 'a', [1, 0], columns)!, 'a'), { x: 1, y: 0, width: 3, height: 1 });
    assert.equal(grown(before, 'b', [1, 0], columns), undefined);
    assert.equal(grown(before, 'a', [0, -1], columns), undefined);
    assert.equal(placeOf(grown(before, 'a', [0, 1], columns)!, 'b')!.y, 2, 'the one below makes room');
    assert.deepEqual(sized({ x: 3, y: 0, width: 1, height: 1 }, 9, 99, columns), { x: 3, y: 0, width: 1, height: 24 });
  });
});

describe('The change that is told', () => {
  it('names the panels whose place differs, and no other', () => {
    const before = [at('a', 0, 0, 2, 1), at('b', 2, 0, 2, 1)];
    const after = [at('a', 0, 0, 2, 1), at('b', 2, 0, 1, 1)];
    assert.deepEqual(changedPlaces(before, after), [after[1]]);
    assert.deepEqual(changedPlaces(before, before), []);
  });
});

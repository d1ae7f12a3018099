import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import { overlap, settled, type Placed } from '../../../../src/protocol/layout/grid';
import { arranged, isCramped, type GridRoom } from '../../../../webview/dashboard/grid/arrangement';
import { takeFreedCells } from '../../../../webview/dashboard/grid/freedCells';
import { overviewGrid } from '../../../../webview/dashboard/panels/overviewGrid';

const at = (id: string, x: number, y: number, width: number, height: number): Placed => ({
  id,
  place: { x, y, width, height },
});
const room = (width: number, over: Partial<GridRoom> = {}): GridRoom => ({
  columns: 4,
  gap: 12,
  width,
  isEditing: false,
  ...over,
});
const pairs = [at('a', 0, 0, 2, 1), at('b', 2, 0, 2, 1), at('c', 0, 1, 4, 2)];

describe('Where panels stand', () => {
  it('is where the layout has them as long as the narrowest has room', () => {
    const { columns, isExact, items } = arranged(pairs, new Set(), room(1248));
    assert.deepEqual([columns, isExact], [4, true]);
    assert.deepEqual(items, pairs);
  });

  it('is in reading order in fewer columns on a narrow page, which are all filled', () => {
    const { columns, isExact, items } = arranged(pairs, new Set(), room(320));
    assert.deepEqual([columns, isExact], [1, false]);
    assert.deepEqual(items, [at('a', 0, 0, 1, 1), at('b', 0, 1, 1, 1), at('c', 0, 2, 1, 2)]);
  });

  it('keeps the columns of the layout in edit mode while panels can be told apart', () => {
    assert.equal(arranged(pairs, new Set(), room(500, { isEditing: true })).isExact, true);
    assert.equal(arranged(pairs, new Set(), room(500)).isExact, false);
    assert.equal(arranged(pairs, new Set(), room(120, { isEditing: true })).isExact, false);
  });

  it('has room for what a panel shows, or the panel is one that is only moved about', () => {
    const cramped = (width: number, isEditing: boolean, panels = pairs): string[] => {
      const inGrid = room(width, { isEditing });
      const now = arranged(panels, new Set(), inGrid);
      return now.items.filter(({ place }) => isCramped(place.width, now, inGrid)).map(({ id }) => id);
    };
    assert.deepEqual(cramped(500, true), ['a', 'b'], 'c has all the width');
    assert.deepEqual(cramped(1248, true), []);
    assert.deepEqual(cramped(120, true), [], 'each has all the width that there is');
    assert.deepEqual(cramped(210, true), ['a', 'b']);
    for (let width = 0; width < 2000; width += 10) assert.deepEqual(cramped(width, false), []);
  });

  it('leaves no hole where a panel has nothing to show', () => {
    assert.deepEqual(arranged(pairs, new Set(['b']), room(1248)).items, [at('a', 0, 0, 4, 1), at('c', 0, 1, 4, 2)]);
    assert.deepEqual(arranged(pairs, new Set(['a', 'b']), room(1248)).items, [at('c', 0, 0, 4, 2)]);
    assert.deepEqual(arranged(pairs, new Set(['a', 'b', 'c']), room(1248)).items, []);
  });

  it('never lets panels overlap or stick out, whatever the layout, the page and what is hidden', () => {
    const places = fc.array(
      fc.record({
        x: fc.integer({ min: 0, max: 23 }),
        y: fc.integer({ min: 0, max: 30 }),
        width: fc.integer({ min: 1, max: 24 }),
        height: fc.integer({ min: 1, max: 6 }),
        isHidden: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 24 }), fc.integer({ min: 0, max: 3000 }), (all, columns, width) => {
        const panels = settled(
          all.map(({ x, y, width: wide, height }, id) => ({ id: String(id), place: { x, y, width: wide, height } })),
          columns,
        );
        const hidden = new Set(all.flatMap(({ isHidden }, id) => (isHidden ? [String(id)] : [])));
        const { items, columns: shown } = arranged(panels, hidden, room(width, { columns }));
        assert.ok(shown >= 1 && shown <= columns);
        assert.deepEqual(
          new Set(items.map(({ id }) => id)),
          new Set(panels.map(({ id }) => id).filter((id) => !hidden.has(id))),
        );
        items.forEach(({ place }, first) => {
          assert.ok(place.x >= 0 && place.y >= 0 && place.x + place.width <= shown);
          for (const other of items.slice(first + 1)) assert.ok(!overlap(place, other.place));
        });
      }),
    );
  });
});

describe('Freed cells', () => {
  it('are taken only where a whole side of a panel can move', () => {
    const tall = at('tall', 0, 0, 1, 2);
    assert.deepEqual(takeFreedCells([tall], [{ x: 1, y: 0, width: 1, height: 1 }]), [tall]);
    assert.deepEqual(takeFreedCells([tall], [{ x: 1, y: 0, width: 2, height: 2 }]), [at('tall', 0, 0, 3, 2)]);
    assert.deepEqual(takeFreedCells([at('a', 2, 0, 1, 1)], [{ x: 0, y: 0, width: 2, height: 1 }]), [
      at('a', 0, 0, 3, 1),
    ]);
  });
});

describe('The charts of an overview', () => {
  it('fill their rows, with the last card at the end or below', () => {
    for (let charts = 0; charts <= 7; charts++)
      for (let width = 200; width <= 2560; width += 37) {
        const { columns, chartRows, rest } = overviewGrid(width, charts);
        const cells = charts % columns === 0 ? columns : charts % columns;
        assert.ok(columns === 1 || width / columns >= 340, `${columns} columns in ${width}`);
        assert.ok(rest === (cells === columns ? columns : columns - cells), `${charts} in ${columns}: ${rest}`);
        assert.ok(chartRows * columns >= charts && chartRows >= 1);
      }
  });

  it('are in as many columns as fit where one less would save no row', () => {
    const columns = (charts: number): number => overviewGrid(1300, charts).columns;
    assert.deepEqual([3, 4, 5, 6, 7].map(columns), [3, 3, 3, 3, 3]);
    assert.equal(overviewGrid(1400, 8).columns, 3);
  });
});

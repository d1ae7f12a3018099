import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ShownData } from '../../../../webview/performance/data/chartData';
import { FigureBook } from '../../../../webview/performance/data/figureBook';
import type { PickedLine } from '../../../../webview/performance/data/pickedLines';
import type { TimeWindow } from '../../../../webview/performance/state/timeWindow';
import { Column } from '../../../../webview/shared/column';
import { Trace } from '../../../../webview/shared/trace';

const column = new Column();
for (let time = 0; time < 60_000; time += 100) column.append(time, time);
const line = { key: 'a', trace: new Trace(column) } as unknown as PickedLine;

describe('Figures of the lines shown', () => {
  const least = (book: FigureBook, kind: TimeWindow['kind'], from: number, to: number): number => {
    const shown: ShownData = { range: { from, to }, lines: [line], leftOut: 0, stepMs: 0, isComplete: true };
    book.look(shown, undefined, kind);
    return book.of(line).min;
  };

  it('are of the stretch that stands still, however near it is to the one before', () => {
    const book = new FigureBook();
    assert.equal(least(book, 'fixed', 10_000, 12_000), 10_000);
    assert.equal(least(book, 'fixed', 10_500, 12_500), 10_500);
    assert.equal(least(book, 'fixed', 10_300, 12_300), 10_300);
  });

  it('follow a stretch that moves on with time once a second', () => {
    const book = new FigureBook();
    const seen = [0, 100, 500, 900, 1000, 1100].map((ms) => least(book, 'live', 20_000 + ms, 30_000 + ms));
    assert.deepEqual(seen, [20_000, 20_000, 20_000, 20_000, 21_000, 21_000]);
    assert.equal(least(book, 'fixed', 21_200, 31_200), 21_200, 'a stop is another stretch');
  });
});

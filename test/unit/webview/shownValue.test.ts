import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tokensChart } from '../../../webview/dashboard/chartSpecs';
import type { ChartData, ShownData } from '../../../webview/performance/data/chartData';
import { contentOf } from '../../../webview/performance/data/chartPicture';
import { csvOf } from '../../../webview/performance/data/csv';
import { FigureBook } from '../../../webview/performance/data/figureBook';
import type { PickedLine } from '../../../webview/performance/data/pickedLines';
import { legendRows } from '../../../webview/performance/legend/legendRows';
import type { Choice } from '../../../webview/performance/state/choice';
import { Column } from '../../../webview/shared/column';
import { PastTrace } from '../../../webview/shared/past/pastTrace';
import { Steps } from '../../../webview/shared/past/steps';
import { textOf } from '../../../webview/shared/reading';
import { SeriesStore } from '../../../webview/shared/seriesStore';
import { hasValue, isDrawn, valueReading } from '../../../webview/shared/shownValue';
import { Trace } from '../../../webview/shared/trace';

const reason = 'The model server cannot be read now.';
const lost = { quality: 'unavailable', reason } as const;
const metric = 'model.tokens_per_second';

/** Sampled once a second: values until 3 s, and none after it. */
function traceOfLost(): Trace {
  const trace = new Trace(new Column());
  for (const second of [1, 2, 3, 4, 5]) trace.take(second * 1000, second <= 3 ? 40 : NaN);
  return trace;
}

describe('What is not available any more', () => {
  it('has values of the time in which it was', () => {
    const trace = traceOfLost();
    assert.deepEqual(
      [
        [0, 5000],
        [3000, 5000],
        [3001, 5000],
        [0, 999],
      ].map(([from, to]) => hasValue(trace, from!, to!)),
      [true, true, false, false],
    );
    const steps = new Steps(1000, true);
    assert.equal(hasValue(new PastTrace(steps), 0, 9000), false);
    steps.take(3500, 1);
    assert.deepEqual(
      [hasValue(new PastTrace(steps), 0, 9000), hasValue(new PastTrace(steps), 3001, 9000)],
      [true, false],
    );
  });

  it('is drawn as long as one of them is shown; what is available always is', () => {
    const trace = traceOfLost();
    assert.deepEqual([isDrawn({ ...lost, trace }, 0, 5000), isDrawn({ ...lost, trace }, 4000, 9000)], [true, false]);
    assert.equal(isDrawn({ quality: 'measured', trace: new Trace(undefined) }, 0, 5000), true);
  });

  it('is an estimate where it has a value, and n/a with its reason where it has none', () => {
    const [value, none] = [valueReading(40, 'tokens_per_second', lost), valueReading(NaN, 'tokens_per_second', lost)];
    assert.match(textOf(value), /^≈\s40/);
    assert.equal(value.hint, `Estimated. It was not available all the time. ${reason}`);
    assert.deepEqual([textOf(none), none.hint], ['n/a', reason]);
    assert.match(textOf(valueReading(40, 'tokens_per_second', { quality: 'measured' })), /^40/);
  });

  it('says why in the corner of its card, where no other model is', () => {
    const store = new SeriesStore({ drawn: [metric], summed: [] });
    const labels = { runtime: 'llama', model: 'qwen' };
    store.define([{ id: 1, metric, labels, unit: 'tokens_per_second', ...lost }]);
    const { reading } = tokensChart.headline!(store, undefined);
    assert.deepEqual([textOf(reading), reading.hint], ['n/a', reason]);
    store.define([
      { id: 2, metric, labels: { ...labels, model: 'other' }, unit: 'tokens_per_second', quality: 'measured' },
    ]);
    assert.equal(textOf(tokensChart.headline!(store, undefined).reading), '–');
  });

  describe('on the performance view', () => {
    const line: PickedLine = {
      ...{ key: 'qwen', name: 'qwen', colour: 'green', isDashed: false, trace: traceOfLost() },
      info: { metric, labels: {}, unit: 'tokens_per_second', ...lost },
    };
    const range = { from: 0, to: 5000 };
    const shown: ShownData = { range, lines: [line], leftOut: 0, stepMs: 0, isComplete: true };

    it('is a line while its samples are shown, and none after it', () => {
      const data = { comparison: undefined, marks: undefined } as unknown as ChartData;
      const choice = { isHidden: () => false, hasQuantiles: false } as unknown as Choice;
      const keys = (of: ShownData): string[] =>
        contentOf(of, data, choice, new FigureBook()).lines.map(({ key }) => key);
      assert.deepEqual(keys(shown), ['qwen']);
      assert.deepEqual(keys({ ...shown, range: { from: 4000, to: 9000 } }), []);
    });

    it('has n/a for its last value, and estimates for what its samples come to', () => {
      const book = new FigureBook();
      book.look(shown, undefined, 'live');
      const [row] = legendRows([{ line, figures: book.of(line), isHidden: false, note: '' }], 'picked');
      const { now, max } = row!.figures;
      assert.deepEqual([textOf(now), now.hint], ['n/a', reason]);
      assert.match(textOf(max), /^≈\s40/);
    });

    it('is written to a file as estimated where it has a value, and as unavailable where it has none', () => {
      const qualities = csvOf([line], range)
        .split('\r\n')
        .slice(1, -1)
        .map((row) => row.split(',').at(-2));
      assert.deepEqual(qualities, ['estimated', 'estimated', 'estimated', 'unavailable']);
    });
  });
});

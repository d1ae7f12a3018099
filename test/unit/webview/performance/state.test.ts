import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { field } from '../../../../webview/performance/data/csv';
import { stepFor } from '../../../../webview/performance/data/stepFor';
import { mostMetrics, refusalOf, withoutSeries, withPick } from '../../../../webview/performance/state/picks';
import { readSaved, usualState } from '../../../../webview/performance/state/savedState';
import { fixedWindow, longestMs, shortestMs } from '../../../../webview/performance/state/timeWindow';
import { metricIds } from '../../../../src/protocol/catalogue';

const usual = usualState({ metrics: [{ metric: 'system.cpu_percent' }], timeWindowMs: 300_000 });

describe('what is chosen of a chart', () => {
  it('is never read as something that cannot be shown, whatever was saved', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (window, picks, hidden) => {
        const state = readSaved({ window, picks, hidden }, usual);
        assert.ok(state.picks.length <= 40 && state.hidden.length <= 200);
        const { window: shown } = state;
        assert.ok(shown.kind === 'live' ? shown.lengthMs >= 60_000 : shown.to > shown.from);
      }),
    );
    assert.deepEqual(readSaved(undefined, usual), usual);
  });

  it('is a stretch of 1 s to 30 days that does not end beyond now', () => {
    const now = 1_780_000_000_000;
    const time = fc.integer({ min: 0, max: 2 * now });
    fc.assert(
      fc.property(time, time, (from, to) => {
        const window = fixedWindow(from, to, now);
        assert.ok(window.kind === 'fixed' && window.from >= 0 && window.to <= now);
        const length = window.to - window.from;
        assert.ok(length >= shortestMs && length <= longestMs, `${length}`);
      }),
    );
  });

  it('holds eight metrics and says so, and splits a metric whose series goes', () => {
    const picks = metricIds.slice(0, mostMetrics).map((metric) => ({ metric }));
    assert.match(refusalOf(picks, { metric: metricIds[mostMetrics]! }) ?? '', /at most 8 metrics/);
    assert.equal(refusalOf(picks, { metric: metricIds[0]!, labels: { a: '1' } }), undefined);
    const cores = [{ core: '0' }, { core: '1' }, { core: '2' }];
    const metric = 'system.cpu_core_percent';
    assert.deepEqual(withoutSeries([{ metric }], metric, cores[1]!, cores), [
      { metric, labels: { core: '0' } },
      { metric, labels: { core: '2' } },
    ]);
    assert.deepEqual(withPick([{ metric, labels: { core: '0' } }], { metric }), [{ metric }]);
  });
});

describe('what a chart asks for and gives away', () => {
  it('is in steps that fit the width and the most points of an answer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: longestMs }),
        fc.integer({ min: 0, max: 2560 }),
        fc.integer({ min: 1, max: 320 }),
        (rangeMs, width, series) => {
          const stepMs = stepFor(rangeMs, width, series);
          assert.ok((rangeMs / stepMs + 2) * series <= 20_000);
          assert.ok(rangeMs / stepMs <= 600);
        },
      ),
    );
  });

  it('is one cell of text, and no formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '"', ',', '\r', '\n', '\t', 'a') }), (text) => {
        const cell = field(text);
        const plain = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
        assert.ok(plain === text || plain === `'${text}`);
        assert.doesNotMatch(plain, /^[=+\-@\t\r]/);
        if (!cell.startsWith('"')) assert.doesNotMatch(cell, /[",\r\n]/);
      }),
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HistogramTrack } from '../../../../src/engine/collect/runtimes/histograms/histogramTrack';
import { countOf, quantile, type Buckets } from '../../../../src/engine/collect/runtimes/histograms/quantile';
import { readBuckets } from '../../../../src/engine/collect/runtimes/histograms/readBuckets';
import { RecentHistogram } from '../../../../src/engine/collect/runtimes/histograms/recentHistogram';
import {
  readPrometheusText,
  type PrometheusSample,
} from '../../../../src/engine/collect/runtimes/parse/prometheusText';

const bounds = [0.1, 0.5, 1, 5];
const buckets = (...counts: number[]): Buckets => ({ bounds, counts: Float64Array.from(counts) });

/** What a runtime would publish of these values, in seconds. */
function lines(values: readonly number[], labels: Record<string, string> = {}, at = bounds): PrometheusSample[] {
  return [...at, Infinity].map((bound) => ({
    name: 'h_bucket',
    labels: { ...labels, le: bound === Infinity ? '+Inf' : String(bound) },
    value: values.filter((value) => value <= bound).length,
  }));
}

describe('quantile of a histogram', () => {
  it('lies between the bounds of its bucket in proportion, the first of which begins at 0', () => {
    assert.deepEqual(quantile(buckets(10, 0, 0, 0, 0), 0.5), { value: 0.05, isAtLeast: false });
    assert.deepEqual(quantile(buckets(0, 4, 0, 0, 0), 0.25), { value: 0.2, isAtLeast: false });
    assert.deepEqual(quantile(buckets(1, 1, 2, 0, 0), 0.75), { value: 0.75, isAtLeast: false });
  });

  it('is no more than the upper bound of its bucket, however it is rounded', () => {
    assert.deepEqual(quantile(buckets(3, 3, 0, 0, 0), 0.5), { value: 0.1, isAtLeast: false });
  });

  it('is the last bound, and said to be at least that, where it lies beyond', () => {
    assert.deepEqual(quantile(buckets(1, 0, 0, 0, 9), 0.5), { value: 5, isAtLeast: true });
  });

  it('is none of nothing', () => {
    assert.equal(quantile(buckets(0, 0, 0, 0, 0), 0.5), undefined);
    assert.equal(quantile({ bounds: [], counts: Float64Array.of(3) }, 0.5), undefined);
  });

  it('always lies in the bucket of the true one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 4.99, noNaN: true }), { minLength: 1 }),
        fc.constantFrom(0.5, 0.95),
        (values, share) => {
          const [own] = (readBuckets(lines(values)) ?? new Map<string, Buckets>()).values();
          const found = quantile(own!, share)?.value ?? NaN;
          const truth = [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1]!;
          const upper = bounds.find((bound) => truth <= bound)!;
          const lower = bounds[bounds.indexOf(upper) - 1] ?? 0;
          assert.ok(found >= lower && found <= upper, `${found} for ${truth}`);
        },
      ),
    );
  });
});

describe('buckets of a page', () => {
  it('may come in any order', () => {
    const shuffled = lines([0.05, 0.3, 9]).reverse();
    const [own] = (readBuckets(shuffled) ?? new Map<string, Buckets>()).values();
    assert.deepEqual([own?.bounds, [...(own?.counts ?? [])]], [bounds, [1, 1, 0, 0, 1]]);
  });

  const sound = lines([0.05, 0.3, 9]);
  const changed = (i: number, change: Partial<PrometheusSample>): PrometheusSample[] =>
    sound.map((line, at) => (at === i ? { ...line, ...change } : line));
  for (const [what, samples] of [
    ['counts that fall', changed(3, { value: 1 })],
    ['a count that is no number', changed(1, { value: NaN })],
    ['a negative count', changed(0, { value: -1 })],
    ['an endless count', changed(4, { value: Infinity })],
    ['a bound twice', changed(1, { labels: { le: '0.1' } })],
    ['a bound that is none', changed(1, { labels: { le: 'x' } })],
    ['no bound', changed(1, { labels: {} })],
    ['a negative bound', changed(0, { labels: { le: '-1' } })],
    ['no last bucket', sound.slice(0, -1)],
    ['nothing but a last bucket', sound.slice(-1)],
    [
      'more bounds than any histogram has',
      lines(
        [1],
        {},
        Array.from({ length: 300 }, (_, i) => i + 1),
      ),
    ],
    ['more series than any runtime has', Array.from({ length: 65 }, (_, i) => lines([1], { engine: `${i}` })).flat()],
  ] as const)
    it(`are refused and counted: ${what}`, () => {
      assert.equal(readBuckets(samples), undefined);
      const track = new HistogramTrack();
      assert.equal(track.take(samples, 0, true), undefined);
      assert.equal(track.refused, 1);
      assert.equal(countOf(track.take(lines([1]), 0, true)!), 1);
    });

  it('never throw, whatever a page holds', () => {
    const label = fc.constantFrom('0.1', '1', '+Inf', 'inf', 'NaN', '', '-1', '1e400', '0x1');
    const value = fc.constantFrom('0', '1', '2.5', 'NaN', '+Inf', '-3', '1e300', 'x');
    fc.assert(
      fc.property(fc.array(fc.tuple(label, value, fc.constantFrom('0', '1')), { maxLength: 12 }), (rows) => {
        const text = rows.map(([le, count, engine]) => `h_bucket{engine="${engine}",le="${le}"} ${count}`).join('\n');
        const track = new HistogramTrack();
        const { samples } = readPrometheusText(text, new Set(['h_bucket']));
        for (let i = 0; i < 2; i++) {
          const growth = track.take(samples, 0, i > 0);
          if (growth) assert.ok(growth.counts.every((count) => count >= 0 && Number.isFinite(count)));
        }
      }),
    );
  });
});

describe('a histogram over time', () => {
  it('is what came in since the last page, over all engines', () => {
    const track = new HistogramTrack();
    const page = (a: number[], b: number[]): PrometheusSample[] => [
      ...lines(a, { engine: '0' }),
      ...lines(b, { engine: '1' }),
    ];
    assert.equal(countOf(track.take(page([1, 1], [2]), 0, false)!), 0);
    assert.deepEqual([...track.take(page([1, 1, 0.05], [2, 0.3]), 0, true)!.counts], [1, 1, 0, 0, 0]);
  });

  it('begins anew when its program does, with all that it holds then', () => {
    const track = new HistogramTrack();
    track.take(lines([1, 1, 1, 2]), 0, false);
    assert.deepEqual([...track.take(lines([0.05, 2]), 0, true)!.counts], [1, 0, 0, 1, 0]);
    assert.deepEqual([...track.take(lines([2, 3], {}, [2, 4]), 0, true)!.counts], [1, 1, 0]);
    track.restarted();
    assert.equal(countOf(track.take(lines([2, 3, 3.5], {}, [2, 4]), 0, true)!), 3);
  });

  it('does not count again what another name tells too', () => {
    const track = new HistogramTrack();
    track.take(lines([1, 1]), 1, false);
    const renamed = lines([1, 1]).map((line) => ({ ...line, name: 'new_bucket' }));
    assert.equal(countOf(track.take(renamed, 0, true)!), 0);
  });

  it('is refused where engines have different bounds', () => {
    const track = new HistogramTrack();
    assert.equal(
      track.take([...lines([1], { engine: '0' }), ...lines([1], { engine: '1' }, [1, 2])], 0, true),
      undefined,
    );
    assert.equal(track.refused, 1);
  });

  it('adds up to the truth however it is read, restarts and missing engines included', () => {
    const step = fc.record({
      values: fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { maxLength: 5 }),
      engine: fc.nat(2),
      restarts: fc.boolean(),
      hides: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const track = new HistogramTrack();
        const engines: number[][] = [[], [], []];
        const page = (hidden = -1): PrometheusSample[] =>
          engines.flatMap((own, i) => (i === hidden ? [] : lines(own, { engine: String(i) })));
        track.take(page(), 0, false);
        let truth = 0;
        let found = 0;
        for (const { values, engine, restarts, hides } of steps) {
          // A restart shows only if the new process did not yet do more than the old one.
          if (restarts && engines[engine]!.length > 0) engines[engine] = [];
          else {
            engines[engine]!.push(...values);
            truth += values.length;
          }
          found += countOf(track.take(page(hides ? (engine + 1) % 3 : -1), 0, true)!);
        }
        found += countOf(track.take(page(), 0, true)!);
        assert.equal(found, truth);
      }),
    );
  });

  it('keeps five minutes for the summary', () => {
    const recent = new RecentHistogram();
    assert.equal(recent.summary(0), undefined);
    recent.add(0, buckets(0, 0, 0, 10, 0));
    recent.add(200_000, buckets(95, 0, 0, 0, 0));
    recent.add(200_001, buckets(0, 0, 0, 0, 5));
    const early = recent.summary(200_002);
    assert.deepEqual([early?.count, early?.source, early?.p95, early?.isAtLeast], [110, 'histogram', 4800, undefined]);
    assert.equal(recent.summary(310_000)?.count, 100);
    assert.equal(recent.summary(510_000), undefined);
  });

  it('says where the summary lies beyond the last bound, and starts over with other bounds', () => {
    const recent = new RecentHistogram();
    recent.add(0, buckets(1, 0, 0, 0, 9));
    assert.deepEqual(recent.summary(1), { p50: 5000, p95: 5000, count: 10, source: 'histogram', isAtLeast: true });
    recent.add(2, { bounds: [1], counts: Float64Array.of(4, 0) });
    assert.deepEqual(recent.summary(3), { p50: 500, p95: 950, count: 4, source: 'histogram' });
  });
});

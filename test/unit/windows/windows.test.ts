import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Pipeline } from '../../../src/engine/pipeline';
import type { WindowStats } from '../../../src/engine/metrics/windowStats';

const start = 1_700_000_000_000;

interface Point {
  t: number;
  v: number;
}

function naive(points: readonly Point[]): WindowStats | undefined {
  const live = points.filter((p) => !Number.isNaN(p.v));
  const first = live[0];
  const last = live.at(-1);
  if (!first || !last) return undefined;
  const values = live.map((p) => p.v);
  const sorted = [...values].sort((a, b) => a - b);
  const sum = values.reduce((a, b) => a + b, 0);
  const avg = sum / values.length;
  const rank = (q: number): number => sorted[Math.ceil(q * sorted.length) - 1]!;
  const change = last.v - first.v;
  return {
    count: values.length,
    min: sorted[0]!,
    max: sorted.at(-1)!,
    avg,
    sum,
    first: first.v,
    last: last.v,
    change,
    rate: last.t > first.t ? change / ((last.t - first.t) / 1000) : 0,
    stddev: Math.sqrt(values.reduce((a, b) => a + (b - avg) ** 2, 0) / values.length),
    p50: rank(0.5),
    p95: rank(0.95),
    p99: rank(0.99),
  };
}

function assertClose(actual: WindowStats | undefined, expected: WindowStats | undefined, quantileError: number): void {
  assert.equal(actual === undefined, expected === undefined);
  if (!actual || !expected) return;
  const scale = Math.max(1, Math.abs(expected.min), Math.abs(expected.max));
  for (const key of Object.keys(expected) as (keyof WindowStats)[]) {
    const isQuantile = key.startsWith('p');
    const allowed = isQuantile ? Math.abs(expected[key]) * quantileError + 1e-12 : scale * expected.count * 1e-9;
    assert.ok(Math.abs(actual[key] - expected[key]) <= allowed, `${key}: ${actual[key]} instead of ${expected[key]}`);
  }
}

function fed(points: readonly Point[], ringBytes = 1 << 26) {
  const pipeline = new Pipeline(ringBytes);
  const series = pipeline.series('system.cpu_percent');
  const group = pipeline.group('system', 10);
  group.setLayout([series]);
  for (const { t, v } of points) {
    group.values[0] = v;
    pipeline.commit(group, t);
  }
  return { pipeline, series };
}

const value = fc.oneof(
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((v) => (Math.abs(v) < 1e-9 ? 0 : v)),
  fc.constant(NaN),
  fc.integer({ min: 0, max: 100 }),
);

const history = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 20_000 }), value), { minLength: 1, maxLength: 400 })
  .map((steps) => {
    let t = start;
    return steps.map(([gap, v]) => ({ t: (t += gap), v }));
  });

describe('rolling windows', () => {
  it('are exact up to 30 s, over any history', () => {
    fc.assert(
      fc.property(history, fc.constantFrom(1000, 5000, 10_000, 30_000), fc.nat(5000), (points, windowMs, wait) => {
        const { pipeline, series } = fed(points);
        const now = points.at(-1)!.t + wait;
        const expected = naive(points.filter((p) => p.t > now - windowMs && p.t <= now));
        assertClose(pipeline.window(series, windowMs, now), expected, 1e-12);
      }),
    );
  });

  it('are the same for readers who take the object that is used again', () => {
    const lengths = fc.constantFrom(1000, 10_000, 30_000, 60_000);
    fc.assert(
      fc.property(history, lengths, fc.nat(5000), fc.boolean(), (points, windowMs, wait, isSmall) => {
        const { pipeline, series } = fed(points, isSmall ? 20_000 : undefined);
        const { windows } = pipeline;
        const now = points.at(-1)!.t + wait;
        const kept = windows.query(series, windowMs, now);
        const recent = windows.recent(series, windowMs, now);
        assert.equal(recent === undefined, kept === undefined);
        for (const key of Object.keys(kept ?? {}) as (keyof WindowStats)[])
          assert.equal(recent?.[key], kept?.[key], key);
        const before = { ...kept };
        windows.recent(series, 5000, now - 500);
        assert.deepEqual({ ...kept }, before, 'What a query gave is not used again.');
      }),
    );
  });

  it('equal a recomputation over the time that they cover beyond 30 s, quantiles within 1 %', () => {
    const widths = new Map([
      [60_000, 1000],
      [120_000, 5000],
      [300_000, 5000],
      [3_600_000, 60_000],
    ]);
    fc.assert(
      fc.property(history, fc.constantFrom(...widths.keys()), fc.nat(5000), (points, windowMs, wait) => {
        const { pipeline, series } = fed(points);
        const now = points.at(-1)!.t + wait;
        const width = widths.get(windowMs)!;
        const actual = pipeline.window(series, windowMs, now);
        // The start is rounded down to a bucket, unless that bucket is not complete yet and finer ones serve.
        const candidates = [width, 5000, 1000, 0].map((w) => {
          const from = w === 0 ? now - windowMs : Math.floor((now - windowMs) / w) * w;
          return naive(points.filter((p) => p.t >= from && p.t <= now));
        });
        const covered = candidates.find((c) => c?.count === actual?.count);
        assert.ok(actual === undefined || covered !== undefined, `covers ${actual?.count ?? 0} samples`);
        assertClose(actual, covered, 0.0100001);
      }),
    );
  });

  it('have no quantile beyond their least and greatest value', () => {
    const { pipeline, series } = fed(Array.from({ length: 600 }, (_, i) => ({ t: start + i * 100, v: 100 })));
    const { p50, p95, p99 } = pipeline.window(series, 60_000, start + 60_000)!;
    assert.deepEqual([p50, p95, p99], [100, 100, 100]);
  });

  it('keep a sample from before a pause that is as long as the finest buckets reach back', () => {
    for (const seconds of [61, 62, 63, 124, 310, 3720]) {
      const points = [1, seconds * 1000, seconds * 1000 + 1000].map((ms) => ({ t: start + ms, v: ms }));
      const { pipeline, series } = fed(points);
      const stats = pipeline.window(series, 3_600_000, start + seconds * 1000 + 1500);
      assert.equal(stats?.count, seconds < 3600 ? 3 : 2, `a pause of ${seconds} s`);
    }
  });

  it('stay right when the ring has dropped the samples', () => {
    const points = Array.from({ length: 6000 }, (_, i) => ({ t: start + i * 100, v: Math.sin(i / 50) * 40 + 50 }));
    const { pipeline, series } = fed(points, 20_000);
    const now = points.at(-1)!.t;
    assert.ok(now - pipeline.since()! < 300_000, 'the ring must be too small for this test to mean something');
    const from = Math.floor((now - 300_000) / 5000) * 5000;
    assertClose(pipeline.window(series, 300_000, now), naive(points.filter((p) => p.t >= from)), 0.0100001);
  });

  it('have no figures where there were no samples', () => {
    const { pipeline, series } = fed([{ t: start, v: 5 }]);
    assert.equal(pipeline.window(series, 1000, start + 60_000), undefined);
  });

  it('settle seconds that are over, and take in a frame that is late all the same', () => {
    const settled = fc.array(fc.option(fc.integer({ min: 0, max: 4000 })), { minLength: 400, maxLength: 400 });
    fc.assert(
      fc.property(history, settled, fc.constantFrom(60_000, 3_600_000), (points, waits, windowMs) => {
        const { pipeline: plain, series } = fed(points);
        const pipeline = new Pipeline(1 << 26);
        const same = pipeline.series('system.cpu_percent');
        const group = pipeline.group('system', 10);
        group.setLayout([same]);
        points.forEach(({ t, v }, i) => {
          group.values[0] = v;
          pipeline.commit(group, t);
          const wait = waits[i];
          if (typeof wait === 'number') pipeline.windows.settle(t + wait);
        });
        const now = points.at(-1)!.t;
        const expected = plain.window(series, windowMs, now);
        assertClose(pipeline.window(same, windowMs, now), expected, 1e-12);
      }),
    );
  });

  it('tell each sample of a wanted series once, with its second, and those of others never', () => {
    const { pipeline, series } = fed([]);
    const other = pipeline.series('system.load_1m');
    const group = pipeline.group('system', 10);
    group.setLayout([series, other]);
    const told: [number, number, number][] = [];
    pipeline.windows.listener = {
      wants: (one) => one === series,
      secondClosed: (one, second, { count, sum }) => {
        assert.equal(one, series);
        told.push([second - start / 1000, count, sum]);
      },
      forget: () => undefined,
      clear: () => undefined,
    };
    const commit = (ms: number, value: number): void => {
      group.values.fill(value);
      pipeline.commit(group, start + ms);
    };
    commit(100, 1);
    commit(200, 2);
    pipeline.windows.settle(start + 999);
    assert.deepEqual(told, []);
    pipeline.windows.settle(start + 1000);
    commit(900, 4);
    commit(5000, 8);
    pipeline.windows.settle(start + 60_000);
    pipeline.windows.settle(start + 61_000);
    assert.deepEqual(told, [
      [0, 2, 3],
      [0, 1, 4],
      [5, 1, 8],
    ]);
  });

  it('know the time of the newest sample, closed or not, and look past frames without one', () => {
    const { pipeline, series } = fed([]);
    assert.equal(pipeline.windows.newestAt(series), undefined);
    const values = [1, NaN, 2, NaN, NaN, NaN];
    const seen = values.map((value, i) => {
      const group = pipeline.group('system', 10);
      group.values[0] = value;
      pipeline.commit(group, start + i * 700);
      return pipeline.windows.newestAt(series)! - start;
    });
    assert.deepEqual(seen, [0, 0, 1400, 1400, 1400, 1400]);
    pipeline.windows.settle(start + 60_000);
    assert.equal(pipeline.windows.newestAt(series), start + 1400);
    pipeline.forget();
    assert.equal(pipeline.windows.newestAt(series), undefined);
  });

  it('visit the past without a gap and without telling anything twice', () => {
    fc.assert(
      fc.property(history, (points) => {
        const { pipeline, series } = fed(points);
        pipeline.windows.settle(points.at(-1)!.t + 1000);
        let count = 0;
        let newest = -Infinity;
        pipeline.windows.past(series, -Infinity, Infinity, (samples) => {
          assert.ok(samples.firstAt > newest, 'oldest first');
          newest = samples.lastAt;
          count += samples.count;
        });
        const live = points.filter(({ v }) => !Number.isNaN(v));
        const last = live.at(-1)?.t ?? 0;
        assert.ok(count >= live.filter(({ t }) => t > last - 3_600_000).length);
        assert.ok(count <= live.filter(({ t }) => t > last - 3_900_000).length);
      }),
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { freshValue, LatestValues } from '../../../src/host/latestValues';

const cpu = { id: 3, metric: 'system.cpu_percent', labels: {}, unit: 'percent', quality: 'measured' } as const;
const start = 1_700_000_000_000;

function told(values: readonly number[], quality: 'measured' | 'unavailable' = 'measured') {
  const latest = new LatestValues(() => undefined);
  latest.series([{ ...cpu, quality }]);
  const timestamps = Float64Array.from(values, (_, i) => start + i * 100);
  latest.rows([{ group: 0, timestamps, series: Int32Array.of(3), values: Float64Array.from(values) }]);
  return latest.one('system.cpu_percent');
}

describe('latest values', () => {
  it('are the mean of what one message brought, gaps left out', () => {
    assert.equal(freshValue(told([0, 100, NaN, 50]), start + 300), 50);
  });

  it('are none where the message brought none, or they cannot be had', () => {
    assert.equal(freshValue(told([NaN, NaN]), start + 100), undefined);
    assert.equal(freshValue(told([5], 'unavailable'), start), undefined);
  });

  it('are none once they are old', () => {
    const latest = told([10, 20]);
    assert.equal(freshValue(latest, start + 100 + 29_000), 15);
    assert.equal(freshValue(latest, start + 100 + 31_000), undefined);
  });

  it('stay when another engine goes on, until it says something newer', () => {
    const latest = new LatestValues(() => undefined);
    const rows = (id: number, time: number, value: number): void => {
      latest.rows([
        { group: 0, timestamps: Float64Array.of(time), series: Int32Array.of(id), values: Float64Array.of(value) },
      ]);
    };
    latest.series([cpu]);
    rows(3, start, 10);
    latest.renewed();
    latest.series([
      { ...cpu, id: 3, metric: 'system.load_1m' },
      { ...cpu, id: 7 },
    ]);
    const value = () => latest.one('system.cpu_percent')?.value;
    assert.equal(value(), 10);
    assert.equal(latest.one('system.load_1m')?.value, NaN);
    rows(7, start - 5000, 99);
    assert.equal(value(), 10, 'what comes again is older');
    latest.live();
    rows(7, start + 1000, 20);
    assert.equal(value(), 20);
  });
});

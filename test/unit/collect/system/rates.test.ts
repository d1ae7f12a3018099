import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Rates } from '../../../../src/engine/collect/system/rates';

describe('rates of named counters', () => {
  it('divides by the time that really passed', () => {
    const rates = new Rates();
    rates.rename(['a']);
    rates.update(Float64Array.of(1000, 0), 0);
    rates.update(Float64Array.of(3000, 500), 250);
    assert.deepEqual([...rates.values], [8000, 2000]);
  });

  it('has none for what is seen for the first time', () => {
    const rates = new Rates();
    rates.rename(['a']);
    rates.update(Float64Array.of(1000, 0), 0);
    assert.deepEqual([...rates.values], [NaN, NaN]);
  });

  it('keeps what it knows of those that stay when others come and go', () => {
    const rates = new Rates();
    rates.rename(['gone', 'stays']);
    rates.update(Float64Array.of(5, 5, 100, 200), 0);
    rates.rename(['new', 'stays']);
    rates.update(Float64Array.of(7, 7, 110, 240), 1000);
    assert.deepEqual([...rates.values], [NaN, NaN, 10, 40]);
  });

  it('has none, and never a negative one, for a counter that was reset', () => {
    const rates = new Rates();
    rates.rename(['a']);
    rates.update(Float64Array.of(1e15, 100), 0);
    rates.update(Float64Array.of(10, 200), 1000);
    assert.deepEqual([...rates.values], [NaN, 100]);
    rates.update(Float64Array.of(30, 300), 2000);
    assert.deepEqual([...rates.values], [20, 100]);
  });

  it('has none when no time passed, and none after a reset', () => {
    const rates = new Rates();
    rates.rename(['a']);
    rates.update(Float64Array.of(1, 1), 1000);
    rates.update(Float64Array.of(2, 2), 1000);
    assert.deepEqual([...rates.values], [NaN, NaN]);
    rates.reset();
    rates.update(Float64Array.of(3, 3), 2000);
    assert.deepEqual([...rates.values], [NaN, NaN]);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { quantity } from '../../../src/protocol/quantity';

describe('A mean', () => {
  it('of a few things is not rounded to none of them, nor to one more', () => {
    const texts = [0.4, 1.5, 12.345, 99.996, 250.4].map((value) => quantity(value, 'requests').number);
    assert.deepEqual(texts, ['0.4', '1.5', '12.35', '100', '250']);
  });

  it('of no and yes is how often it was yes', () => {
    assert.deepEqual(quantity(0.25, 'flag'), { number: '25.0', unit: '%' });
    assert.deepEqual([quantity(0, 'flag').number, quantity(1, 'flag').number], ['no', 'yes']);
  });
});

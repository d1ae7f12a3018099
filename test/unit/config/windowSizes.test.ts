import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkValue } from '../../../src/engine/config/checkValue';

const isTaken = (size: string): boolean => !('problem' in checkValue('aggregation.windowSizes', [size], ['1s']));

describe('window sizes', () => {
  it('reach from a second to an hour, in any unit', () => {
    for (const size of ['1s', '59s', '999s', '1000s', '3600s', '1m', '60m', '1h']) assert.ok(isTaken(size), size);
  });

  it('are refused beyond that', () => {
    for (const size of ['0s', '01s', '3601s', '9999s', '61m', '2h', '1d', '1', 's', '1s ', '-1s', '1.5s'])
      assert.ok(!isTaken(size), size);
  });
});

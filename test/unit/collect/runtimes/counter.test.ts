import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Counter } from '../../../../src/engine/collect/runtimes/tokens/counter';

const totalOf = (...values: number[]): number => {
  const counter = new Counter();
  for (const value of values) counter.take(value);
  return counter.total;
};

describe('counter', () => {
  it('starts counting at the first value', () => {
    assert.equal(totalOf(500), 0);
    assert.equal(totalOf(500, 507), 7);
  });

  it('takes a smaller value for a new start, all of which is new', () => {
    assert.equal(totalOf(500, 507, 3, 5), 12);
  });

  it('takes a new start that it is told of as one, even when the value is larger', () => {
    const counter = new Counter();
    counter.take(100);
    counter.take(110);
    counter.restarted();
    counter.take(150);
    assert.equal(counter.total, 160);
  });

  it('starts at the first value also when told of a new start before it', () => {
    const counter = new Counter();
    counter.restarted();
    counter.take(100);
    assert.equal(counter.total, 0);
  });

  for (const bad of [NaN, Infinity, -Infinity, -1, 1e300])
    it(`leaves out ${bad} and counts it as bad`, () => {
      const counter = new Counter();
      for (const value of [bad, 10, bad, 15, bad]) counter.take(value);
      assert.equal(counter.total, 5);
      assert.equal(counter.badInputs, 3);
    });

  it('equals what was made since the first look, for any increments and restarts that are seen', () => {
    const step = fc.record({ made: fc.nat(1000), restarts: fc.boolean() });
    fc.assert(
      fc.property(fc.nat(1000), fc.array(step, { maxLength: 50 }), (first, steps) => {
        const counter = new Counter();
        counter.take(first);
        let [value, made] = [first, 0];
        for (const { made: more, restarts } of steps) {
          if (restarts) counter.restarted();
          value = (restarts ? 0 : value) + more;
          made += more;
          counter.take(value);
        }
        assert.equal(counter.total, made);
      }),
    );
  });
});

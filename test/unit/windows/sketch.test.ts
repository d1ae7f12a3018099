import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { binOf, SketchBuilder, valueOf } from '../../../src/engine/windows/sketch';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 });
const notTiny = finite.map((v) => (Math.abs(v) < 1e-15 ? 0 : v));

describe('sketch', () => {
  it('stands for every value within 1 %', () => {
    fc.assert(
      fc.property(notTiny, (value) => {
        assert.ok(Math.abs(valueOf(binOf(value)) - value) <= Math.abs(value) * 0.0100001);
      }),
    );
  });

  it('numbers its bins in the order of their values', () => {
    fc.assert(
      fc.property(notTiny, notTiny, (a, b) => {
        if (a < b) assert.ok(binOf(a) <= binOf(b));
      }),
    );
  });

  it('gives quantiles within 1 % of the exact ones, however it was put together', () => {
    fc.assert(
      fc.property(
        fc.array(notTiny, { minLength: 1, maxLength: 300 }),
        fc.nat(300),
        fc.constantFrom(0.5, 0.95, 0.99),
        (values, cut, q) => {
          const part = new SketchBuilder();
          const whole = new SketchBuilder();
          for (const value of values.slice(0, cut)) part.add(binOf(value), 1);
          whole.merge(part.close());
          for (const value of values.slice(cut)) whole.add(binOf(value), 1);
          const exact = [...values].sort((a, b) => a - b)[Math.ceil(q * values.length) - 1]!;
          assert.ok(Math.abs(whole.quantile(q) - exact) <= Math.abs(exact) * 0.0100001);
        },
      ),
    );
  });

  it('is empty after closing', () => {
    const builder = new SketchBuilder();
    builder.add(binOf(5), 3);
    builder.close();
    assert.equal(builder.total, 0);
    assert.ok(Number.isNaN(builder.quantile(0.5)));
    assert.equal(builder.close().length, 0);
  });
});

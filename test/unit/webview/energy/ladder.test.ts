import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ladderStep } from '../../../../webview/energy/flow/ladder';

const demands = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
const rooms = fc.double({ min: 1, max: 1e4, noNaN: true });

function isStep(value: number): boolean {
  const [digits] = value.toExponential(12).split('e');
  return ['1', '2', '5'].includes(String(Number(digits)));
}

describe('A step of the ladder', () => {
  it('is 1, 2 or 5 times a power of ten, fits, and is the greatest that does', () => {
    fc.assert(
      fc.property(demands, rooms, (demand, room) => {
        const step = ladderStep(demand, room, 1e12);
        assert.ok(isStep(step), `${step}`);
        assert.ok(step * demand <= room * (1 + 1e-9));
        assert.ok(step * 2.5 * demand > room * (1 - 1e-9), 'the next one would not fit');
      }),
    );
  });

  it('is left at once when it does not fit, and not again for what is a little less', () => {
    assert.equal(ladderStep(100, 100, 10), 1);
    assert.equal(ladderStep(101, 100, 10, 1), 0.5);
    for (const demand of [99, 90, 81]) assert.equal(ladderStep(demand, 100, 10, 0.5), 0.5);
    assert.equal(ladderStep(79, 100, 10, 0.5), 1);
  });

  it('does not go to and fro with a demand that does so by a tenth', () => {
    fc.assert(
      fc.property(
        demands,
        rooms,
        fc.array(fc.double({ min: 0.95, max: 1.05, noNaN: true }), { minLength: 5 }),
        (demand, room, factors) => {
          let step: number | undefined;
          let changes = 0;
          for (const factor of factors) {
            const next = ladderStep(demand * factor, room, 1e12, step);
            if (step !== undefined && next !== step) changes++;
            step = next;
          }
          assert.ok(changes <= 1, `${changes} changes`);
        },
      ),
    );
  });

  it('is never above its limit, and is some step for every input', () => {
    for (const demand of [0, -1, NaN, Infinity]) assert.equal(ladderStep(demand, 100, 5), 5);
    for (const demand of [1e-300, 1e-9]) assert.equal(ladderStep(demand, 100, 5), 5);
    assert.equal(ladderStep(0, 100, 5, 0.2), 0.2);
    for (const demand of [1e15, 1e300, Number.MAX_VALUE]) assert.ok(ladderStep(demand, 100, 5) > 0);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compares, excess, nearerEnd } from '../../../../src/engine/alerts/evaluate/compare';
import { operators, type Operator } from '../../../../src/protocol/rules/rule';

describe('comparing', () => {
  /** Operator, then the values of 1 to 5 for which it holds against 3, or against 2 to 4. */
  const cases: readonly [Operator, readonly number[]][] = [
    ['>', [4, 5]],
    ['>=', [3, 4, 5]],
    ['<', [1, 2]],
    ['<=', [1, 2, 3]],
    ['==', [3]],
    ['!=', [1, 2, 4, 5]],
    ['between', [2, 3, 4]],
    ['outside', [1, 5]],
  ];
  const rangeOf = (operator: Operator): [number, number] =>
    operator === 'between' || operator === 'outside' ? [2, 4] : [3, 3];

  it('knows every operator', () => {
    assert.deepEqual(
      cases.map(([operator]) => operator),
      operators,
    );
  });

  for (const [operator, expected] of cases) {
    it(`${operator} holds for the right values`, () => {
      const [low, high] = rangeOf(operator);
      const holding = [1, 2, 3, 4, 5].filter((value) => compares(operator, value, low, high));
      assert.deepEqual(holding, expected);
    });

    it(`${operator} finds a value that holds worse than one that does not`, () => {
      const [low, high] = rangeOf(operator);
      const worst = (holds: boolean): number[] =>
        [1, 2, 3, 4, 5]
          .filter((value) => compares(operator, value, low, high) === holds)
          .map((value) => excess(operator, value, low, high));
      assert.ok(Math.min(...worst(true)) >= Math.max(...worst(false)));
    });

    it(`${operator} is right about infinity`, () => {
      const [low, high] = rangeOf(operator);
      assert.equal(compares(operator, Infinity, low, high), ['>', '>=', '!=', 'outside'].includes(operator));
      assert.equal(compares(operator, -Infinity, low, high), ['<', '<=', '!=', 'outside'].includes(operator));
    });
  }

  it('tells of the end of a range that is passed', () => {
    assert.equal(nearerEnd(1, 2, 4), 2);
    assert.equal(nearerEnd(9, 2, 4), 4);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeriesRegistry } from '../../../../src/engine/metrics/seriesRegistry';
import { aggregations, operators, type Bound, type Condition } from '../../../../src/protocol/rules/rule';
import { all, any, aRule, leaf, measure, none, two } from './someRules';
import { TryOut } from './tryOut';

const day = 86_400_000;

describe('conditions of one series', () => {
  const series = new SeriesRegistry();
  const cpu = series.open('system.cpu_percent');
  const memory = series.open('system.memory_percent');
  const load = series.open('system.load_1m');

  function levelAt(condition: Condition, value: number): string {
    const tryOut = new TryOut([aRule(condition)], [cpu]);
    tryOut.figures.set(cpu, value);
    const { level, isUnknown } = tryOut.finding();
    return isUnknown ? 'unknown' : (level ?? 'quiet');
  }

  for (const operator of operators) {
    const isRange = operator === 'between' || operator === 'outside';
    const right: Bound = isRange ? { kind: 'range', low: 2, high: 4 } : { kind: 'number', value: 3 };
    const wrong: Bound = isRange ? { kind: 'number', value: 3 } : { kind: 'range', low: 2, high: 4 };

    it(`${operator} tells nothing without data, or with a bound that does not suit it`, () => {
      assert.equal(levelAt(leaf('system.cpu_percent', operator, right), NaN), 'unknown');
      assert.equal(levelAt(leaf('system.cpu_percent', operator, wrong), 3), 'unknown');
      assert.equal(levelAt(leaf('system.cpu_percent', operator, isRange ? right : NaN), isRange ? NaN : 3), 'unknown');
    });

    for (const aggregation of aggregations)
      it(`${operator} compares the ${aggregation} of its own window`, () => {
        const of = measure('system.cpu_percent', {}, { aggregation, windowMs: day });
        const tryOut = new TryOut([aRule(leaf(of, operator, right))], [cpu]);
        tryOut.figures.set(cpu, NaN);
        for (const value of [1, 2, 3, 4, 5]) {
          tryOut.figures.set(cpu, value, { aggregation, windowMs: day });
          const expected = {
            '>': value > 3,
            '>=': value >= 3,
            '<': value < 3,
            '<=': value <= 3,
            '==': value === 3,
            '!=': value !== 3,
            between: value >= 2 && value <= 4,
            outside: value < 2 || value > 4,
          }[operator];
          const finding = tryOut.finding();
          assert.equal(finding.level, expected ? 'warning' : undefined, `${value} ${operator}`);
          assert.equal(finding.value, value);
        }
      });
  }

  it('says what was measured, against what, in which unit, of which series', () => {
    const tryOut = new TryOut([aRule(leaf('system.cpu_percent', '>', 80))], [cpu, memory]);
    tryOut.figures.set(cpu, 93);
    assert.deepEqual(tryOut.finding(), {
      level: 'warning',
      isUnknown: false,
      value: 93,
      threshold: 80,
      unit: 'percent',
      series: [cpu],
      values: [93],
    });
  });

  it('gives counts and rates the units that they have', () => {
    const memoryBytes = series.open('system.memory_used_bytes');
    const unit = (aggregation: 'count' | 'rate' | 'max'): unknown => {
      const tryOut = new TryOut(
        [aRule(leaf(measure('system.memory_used_bytes', {}, { aggregation }), '>', 0))],
        [memoryBytes],
      );
      tryOut.figures.set(memoryBytes, 7);
      return tryOut.finding().unit;
    };
    assert.deepEqual([unit('count'), unit('rate'), unit('max')], ['samples', 'bytes_per_second', 'bytes']);
  });

  describe('combined', () => {
    const parts = { H: 90, F: 10, U: NaN };
    const part = {
      a: leaf('system.cpu_percent', '>', 50),
      b: leaf('system.memory_percent', '>', 50),
    };
    /** What cpu and memory say, then what all, any and none of both are. */
    const table: readonly [keyof typeof parts, keyof typeof parts, string, string, string][] = [
      ['H', 'H', 'H', 'H', 'F'],
      ['H', 'F', 'F', 'H', 'F'],
      ['H', 'U', 'U', 'H', 'F'],
      ['F', 'H', 'F', 'H', 'F'],
      ['F', 'F', 'F', 'F', 'H'],
      ['F', 'U', 'F', 'U', 'U'],
      ['U', 'H', 'U', 'H', 'F'],
      ['U', 'F', 'F', 'U', 'U'],
      ['U', 'U', 'U', 'U', 'U'],
    ];
    for (const [a, b, ...expected] of table)
      it(`all, any and none of ${a} and ${b} are ${expected.join(', ')}`, () => {
        const found = [all, any, none].map((group) => {
          const tryOut = new TryOut([aRule(group(part.a, part.b))], [cpu, memory]);
          tryOut.figures.set(cpu, parts[a]);
          tryOut.figures.set(memory, parts[b]);
          const { level, isUnknown } = tryOut.finding();
          return isUnknown ? 'U' : level === undefined ? 'F' : 'H';
        });
        assert.deepEqual(found, expected);
      });

    it('nests, and tells of the leaves that decided', () => {
      const rule = aRule(all(any(part.a, none(part.b)), leaf('system.load_1m', '<', 8)));
      const tryOut = new TryOut([rule], [cpu, memory, load]);
      tryOut.figures.set(cpu, 10);
      tryOut.figures.set(memory, 20);
      tryOut.figures.set(load, 1);
      const finding = tryOut.finding();
      assert.equal(finding.level, 'warning');
      assert.deepEqual(finding.series, [memory, load]);
      assert.deepEqual(finding.values, [20, 1]);
      tryOut.figures.set(load, 9);
      assert.deepEqual(tryOut.finding().series, [load]);
    });

    it('tells nothing where a group is empty', () => {
      for (const group of [all, any, none]) {
        const tryOut = new TryOut([aRule(all(part.a, group()))], [cpu]);
        tryOut.figures.set(cpu, 90);
        assert.equal(tryOut.finding().isUnknown, true);
      }
    });
  });

  describe('with two levels', () => {
    const rule = aRule(leaf('system.cpu_percent', '>', two(80, 90), two(70, 85)), { severity: 'info' });

    it('say the severity in place of the rule', () => {
      for (const [value, expected] of [
        [95, 'critical'],
        [90, 'warning'],
        [80, undefined],
      ] as const) {
        const tryOut = new TryOut([rule], [cpu]);
        tryOut.figures.set(cpu, value);
        assert.equal(tryOut.finding().level, expected);
      }
    });

    it('clear at a lower value, each level at its own, from the severity at which the alert fires down', () => {
      const tryOut = new TryOut([rule], [cpu]);
      const { instance } = tryOut.look();
      const levelFor = (held: typeof instance.held, value: number): unknown => {
        instance.held = held;
        tryOut.figures.set(cpu, value);
        return tryOut.finding().level;
      };
      assert.equal(levelFor(undefined, 75), undefined);
      assert.equal(levelFor('info', 75), undefined);
      assert.equal(levelFor('warning', 75), 'warning');
      assert.equal(levelFor('warning', 70), undefined);
      assert.equal(levelFor('warning', 87), 'warning');
      assert.equal(levelFor('critical', 87), 'critical');
      assert.equal(levelFor('critical', 85), 'warning');
      assert.equal(levelFor('critical', 71), 'warning');
      assert.equal(levelFor('critical', 70), undefined);
    });

    it('do not make it unknown that the lesser level fails', () => {
      const setting: Bound = { kind: 'setting', key: 'agents.dailyTokenBudget' };
      const bounds = { warning: { kind: 'number', value: 80 }, critical: setting } as const;
      const tryOut = new TryOut([aRule(leaf('system.cpu_percent', '>', bounds))], [cpu]);
      tryOut.figures.set(cpu, 50);
      assert.deepEqual([tryOut.finding().level, tryOut.finding().isUnknown], [undefined, false]);
      tryOut.figures.set(cpu, 85);
      assert.equal(tryOut.finding().level, 'warning');
    });
  });

  it('with one level clear at a lower value even where the alert was raised to another severity', () => {
    const tryOut = new TryOut([aRule(leaf('system.cpu_percent', '>', 80, 70))], [cpu]);
    const { instance } = tryOut.look();
    tryOut.figures.set(cpu, 75);
    assert.equal(tryOut.finding().level, undefined);
    for (const held of ['warning', 'critical'] as const) {
      instance.held = held;
      assert.equal(tryOut.finding().level, 'warning');
    }
  });

  it('never look at a window that the rule does not name', () => {
    const of = measure('system.cpu_percent', {}, { windowMs: 1000 });
    const other = measure('system.memory_percent', {}, { windowMs: day, aggregation: 'p99' });
    const bound: Bound = { kind: 'metric', measure: other, factor: 1, plus: 0 };
    const tryOut = new TryOut([aRule(leaf(of, '>', bound))], [cpu, memory]);
    tryOut.pass();
    assert.deepEqual(tryOut.figures.specs, [
      { aggregation: 'avg', windowMs: 1000, offsetMs: 0, ignoresZero: false },
      { aggregation: 'p99', windowMs: day, offsetMs: 0, ignoresZero: false },
    ]);
  });
});

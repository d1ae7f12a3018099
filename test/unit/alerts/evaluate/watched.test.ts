import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeriesRegistry } from '../../../../src/engine/metrics/seriesRegistry';
import {
  aggregations,
  operators,
  type Aggregation,
  type Bound,
  type Operator,
} from '../../../../src/protocol/rules/rule';
import { any, aRule, leaf, measure, none } from './someRules';
import { TryOut } from './tryOut';

const minute = 60_000;
const span = { aggregation: 'avg', windowMs: 5 * minute } as const;

/** Pairs that samples yet to come cannot make untrue. */
const enough: Partial<Record<Aggregation, readonly Operator[]>> = {
  last: operators,
  max: ['>', '>='],
  count: ['>', '>='],
  min: ['<', '<='],
};

describe('a window that was not watched', () => {
  const series = new SeriesRegistry();
  const cpu = series.open('system.cpu_percent');
  const memory = series.open('system.memory_percent');
  const [root, home] = ['/', '/home'].map((mount) => series.open('system.filesystem_percent', { mount })) as [
    ReturnType<typeof series.open>,
    ReturnType<typeof series.open>,
  ];
  const average = measure('system.cpu_percent', {}, span);

  function stateOf(tryOut: TryOut): string {
    const { level, isUnknown } = tryOut.finding();
    return isUnknown ? 'unknown' : (level ?? 'quiet');
  }

  function reasonOf(tryOut: TryOut): string | undefined {
    return [...tryOut.evaluator.ruleStates()][0]?.waitsFor;
  }

  for (const operator of operators)
    for (const aggregation of aggregations) {
      const isEnough = enough[aggregation]?.includes(operator) === true;
      it(`${isEnough ? 'can' : 'cannot'} be judged by ${aggregation} ${operator}`, () => {
        const isRange = operator === 'between' || operator === 'outside';
        const bound: Bound = isRange ? { kind: 'range', low: 2, high: 4 } : { kind: 'number', value: 3 };
        const of = measure('system.cpu_percent', {}, { aggregation, windowMs: minute });
        const tryOut = new TryOut([aRule(leaf(of, operator, bound))], [cpu]);
        for (const value of [1, 3, 5]) {
          tryOut.figures.set(cpu, value, of);
          tryOut.figures.setSince(cpu, of, tryOut.now - 1000);
          assert.equal(stateOf(tryOut) === 'unknown', !isEnough, `${value}`);
          tryOut.figures.setSince(cpu, of, tryOut.now - minute);
          assert.notEqual(stateOf(tryOut), 'unknown');
        }
      });
    }

  it('is known from nine tenths of it on', () => {
    const tryOut = new TryOut([aRule(leaf(average, '>', 80))], [cpu]);
    tryOut.figures.set(cpu, 99);
    for (const [age, state] of [
      [0, 'unknown'],
      [4.5 * minute - 1, 'unknown'],
      [4.5 * minute, 'warning'],
      [3600 * minute, 'warning'],
      [-1000, 'unknown'],
    ] as const) {
      tryOut.figures.setSince(cpu, span, tryOut.now - age);
      assert.equal(stateOf(tryOut), state, `${age}`);
    }
  });

  it('makes neither a condition true that has to fail nor one false', () => {
    const tryOut = new TryOut([aRule(none(leaf(average, '<', 80)))], [cpu]);
    tryOut.figures.set(cpu, 99);
    tryOut.figures.setSince(cpu, span, tryOut.now - minute);
    assert.equal(stateOf(tryOut), 'unknown');
  });

  it('of at most ten seconds need not be watched', () => {
    const short = { aggregation: 'avg', windowMs: 10_000 } as const;
    const tryOut = new TryOut([aRule(leaf(measure('system.cpu_percent', {}, short), '>', 80))], [cpu]);
    tryOut.figures.set(cpu, 99);
    tryOut.figures.setSince(cpu, short, tryOut.now);
    assert.equal(stateOf(tryOut), 'warning');
  });

  for (const [operator, factor, aggregation, state] of [
    ['>', 1, 'avg', 'unknown'],
    ['>', 1, 'min', 'warning'],
    ['>', 1, 'max', 'unknown'],
    ['<', 100, 'max', 'warning'],
    ['<', 100, 'min', 'unknown'],
    ['>', -1, 'max', 'warning'],
    ['>', -1, 'min', 'unknown'],
  ] as const)
    it(`of another metric counts too: now ${operator} ${factor} * ${aggregation}`, () => {
      const other = measure('system.memory_percent', {}, { aggregation, windowMs: minute });
      const bound: Bound = { kind: 'metric', measure: other, factor, plus: 0 };
      const tryOut = new TryOut([aRule(leaf('system.cpu_percent', operator, bound))], [cpu, memory]);
      tryOut.figures.set(cpu, 50);
      tryOut.figures.set(memory, 40);
      tryOut.figures.setSince(memory, other, tryOut.now - 1000);
      assert.equal(stateOf(tryOut), state);
      tryOut.figures.setSince(memory, other, tryOut.now - minute);
      assert.equal(stateOf(tryOut), 'warning');
    });

  it('begins again where the machine slept through more than a tenth of it', () => {
    const tryOut = new TryOut([aRule(leaf(average, '>', 80))], [cpu]);
    tryOut.figures.set(cpu, 99);
    const wait = (ms: number): void => {
      for (const end = tryOut.now + ms; tryOut.now < end; tryOut.pass()) tryOut.now = Math.min(end, tryOut.now + 1000);
    };
    wait(minute);
    assert.equal(stateOf(tryOut), 'warning');
    tryOut.now += 25_000;
    assert.equal(stateOf(tryOut), 'warning', 'a nap of half a minute is no matter');
    tryOut.now += 8 * 60 * minute;
    assert.equal(stateOf(tryOut), 'unknown');
    wait(4.5 * minute - 1000);
    assert.equal(stateOf(tryOut), 'unknown');
    assert.equal(reasonOf(tryOut), 'It has watched 4 min of the 5 min that it judges, and waits for the rest.');
    wait(1000);
    assert.equal(stateOf(tryOut), 'warning');
  });

  it('forgets sleeps on a clock that was set back', () => {
    const tryOut = new TryOut([aRule(leaf(average, '>', 80))], [cpu]);
    tryOut.figures.set(cpu, 99);
    tryOut.pass();
    tryOut.now += 60 * minute;
    assert.equal(stateOf(tryOut), 'unknown');
    tryOut.now -= 10 * minute;
    assert.equal(stateOf(tryOut), 'warning');
  });

  describe('is told as what the rule waits for', () => {
    it('with how much of it was watched, from the first look on', () => {
      const tryOut = new TryOut([aRule(leaf(average, '>', 80))], [cpu]);
      tryOut.figures.set(cpu, 99);
      tryOut.figures.setSince(cpu, span, tryOut.now - 2.4 * minute);
      tryOut.evaluator.prepare(Infinity);
      assert.equal(reasonOf(tryOut), undefined);
      tryOut.pass();
      assert.equal(reasonOf(tryOut), 'It has watched 2 min of the 5 min that it judges, and waits for the rest.');
      tryOut.figures.setSince(cpu, span, tryOut.now - 5 * minute);
      assert.equal(reasonOf(tryOut), undefined);
    });

    it('of the instance that has watched most, and only while none can be judged', () => {
      const of = measure('system.filesystem_percent', {}, span);
      const tryOut = new TryOut([aRule(leaf(of, '>', 80))], [root, home]);
      tryOut.figures.set(root, 1);
      tryOut.figures.set(home, 1);
      tryOut.figures.setSince(root, span, tryOut.now - minute);
      tryOut.figures.setSince(home, span, tryOut.now - 30_000);
      tryOut.pass();
      assert.equal(reasonOf(tryOut), 'It has watched 1 min of the 5 min that it judges, and waits for the rest.');
      tryOut.figures.setSince(root, span, tryOut.now - 5 * minute);
      assert.equal(reasonOf(tryOut), undefined);
    });

    it('but not where another part of the condition tells enough', () => {
      const tryOut = new TryOut(
        [aRule(any(leaf(average, '>', 80), leaf('system.memory_percent', '>', 50)))],
        [cpu, memory],
      );
      tryOut.figures.set(cpu, 99);
      tryOut.figures.set(memory, 10);
      tryOut.figures.setSince(cpu, span, tryOut.now - minute);
      tryOut.pass();
      assert.match(reasonOf(tryOut) ?? '', /1 min of the 5 min/);
      tryOut.figures.set(memory, 90);
      assert.equal(reasonOf(tryOut), undefined);
    });

    it('but not where there is no sample at all', () => {
      const tryOut = new TryOut([aRule(leaf(average, '>', 80))], [cpu]);
      tryOut.figures.setSince(cpu, span, Infinity);
      assert.equal(stateOf(tryOut), 'unknown');
      assert.equal(reasonOf(tryOut), undefined);
    });
  });

  it('is looked for only when somebody asks, and leaves the finding of a look alone', () => {
    const tryOut = new TryOut(
      [aRule(leaf(average, '>', 80)), aRule(leaf('system.memory_percent', '>', 1), { id: 'b' })],
      [cpu, memory],
    );
    tryOut.figures.set(cpu, 99);
    tryOut.figures.set(memory, 42);
    tryOut.figures.setSince(cpu, span, tryOut.now - minute);
    tryOut.pass();
    const values: (number | null)[] = [];
    tryOut.evaluator.pass(tryOut.now, Infinity, (_instance, finding) => {
      assert.equal([...tryOut.evaluator.ruleStates()].length, 2);
      values.push(finding.value);
    });
    assert.deepEqual(values, [null, 42]);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseRules } from '../../../../src/protocol/rules/parseRules';
import { aggregations, type Condition, operators, type Rule } from '../../../../src/protocol/rules/rule';

/** The one rule that a text with these members holds. */
function rule(members: Record<string, unknown>): Rule {
  const conditions = { metric: 'system.cpu_percent', operator: '>', value: 80 };
  const { rules, problems } = parseRules(JSON.stringify({ rules: [{ id: 'a', conditions, ...members }] }));
  assert.deepEqual(problems, []);
  assert.equal(rules.length, 1);
  return rules[0]!.rule;
}
const leaf = (members: Record<string, unknown>): Condition =>
  rule({ conditions: { metric: 'system.cpu_percent', operator: '>', ...members } }).condition;
const compare = (members: Record<string, unknown>): Extract<Condition, { kind: 'compare' }> => {
  const condition = leaf(members);
  assert.ok(condition.kind === 'compare');
  return condition;
};

describe('the forms of a rule', () => {
  it('has defaults for all but id and condition', () => {
    const { condition, ...rest } = rule({});
    assert.equal(condition.kind, 'compare');
    assert.deepEqual(rest, {
      id: 'a',
      name: 'a',
      enabled: true,
      severity: 'warning',
      category: 'general',
      forMs: 0,
      keepFiringMs: 0,
      escalate: [],
      labels: {},
      inhibits: [],
      actions: [],
    });
  });

  for (const [word, severity] of [
    ['info', 'info'],
    ['warning', 'warning'],
    ['critical', 'critical'],
    ['low', 'info'],
    ['medium', 'warning'],
    ['high', 'critical'],
  ])
    it(`takes ${word} for ${severity}`, () => {
      assert.equal(rule({ severity: word }).severity, severity);
    });

  for (const [text, ms] of [
    ['0s', 0],
    ['500ms', 500],
    ['90s', 90_000],
    ['1.5h', 5_400_000],
    ['24h', 86_400_000],
    ['1d', 86_400_000],
  ] as const)
    it(`reads ${text} as ${ms} ms`, () => {
      const { forMs, keepFiringMs } = rule({ for: text, keep_firing_for: text });
      assert.deepEqual([forMs, keepFiringMs], [ms, ms]);
    });

  it('takes one escalation or several, in the order of their times', () => {
    assert.deepEqual(rule({ escalate: { after: '10m', severity: 'critical' } }).escalate, [
      { afterMs: 600_000, severity: 'critical' },
    ]);
    const several = [
      { after: '1h', severity: 'high' },
      { after: '5m', severity: 'warning' },
    ];
    assert.deepEqual(rule({ escalate: several }).escalate, [
      { afterMs: 300_000, severity: 'warning' },
      { afterMs: 3_600_000, severity: 'critical' },
    ]);
  });

  it('takes what it keeps quiet as a name, an object or a list', () => {
    assert.deepEqual(rule({ inhibits: 'cpu_*' }).inhibits, [{ rules: 'cpu_*', equal: [] }]);
    assert.deepEqual(rule({ inhibits: ['b', { rules: 'cpu_*', equal: ['model'] }] }).inhibits, [
      { rules: 'b', equal: [] },
      { rules: 'cpu_*', equal: ['model'] },
    ]);
  });

  it('reads every kind of action', () => {
    const actions = [
      { type: 'notify.toast', level: 'high', message: 'm', duration_ms: 100 },
      { type: 'notify.sound' },
      { type: 'log.audit' },
      { type: 'suggest.mitigation', target: 'memory' },
      { type: 'suggest.diagnostic', target: 'memory', message: 'look' },
      { type: 'run.command', command: 'workbench.action.tasks.runTask', args: ['x', 1, true] },
    ];
    assert.deepEqual(rule({ actions, category: 'mine' }).actions, [
      { type: 'notify.toast', level: 'critical', message: 'm', durationMs: 100 },
      { type: 'notify.sound' },
      { type: 'log.audit', category: 'mine' },
      { type: 'suggest.mitigation', target: 'memory' },
      { type: 'suggest.diagnostic', target: 'memory', message: 'look' },
      { type: 'run.command', command: 'workbench.action.tasks.runTask', args: ['x', 1, true] },
    ]);
  });
});

describe('the forms of a condition', () => {
  for (const operator of operators)
    it(`compares by ${operator}`, () => {
      const isRange = operator === 'between' || operator === 'outside';
      const condition = compare({ operator, value: isRange ? [1, 2] : 1 });
      assert.equal(condition.operator, operator);
      assert.deepEqual(condition.bounds, {
        one: isRange ? { kind: 'range', low: 1, high: 2 } : { kind: 'number', value: 1 },
      });
    });

  for (const aggregation of aggregations)
    it(`makes ${aggregation} of the samples`, () => {
      assert.equal(compare({ value: 1, aggregation }).measure.aggregation, aggregation);
    });

  it('takes the average of 10 s where it says nothing else', () => {
    const { aggregation, windowMs } = compare({ value: 1 }).measure;
    assert.deepEqual([aggregation, windowMs], ['avg', 10_000]);
  });

  it('has two levels, each with its own end', () => {
    const { bounds, clear } = compare({ value: { warning: 85, critical: 90 }, clear: { warning: 80, critical: 87 } });
    const number = (value: number): object => ({ kind: 'number', value });
    assert.deepEqual(bounds, { warning: number(85), critical: number(90) });
    assert.deepEqual(clear, { warning: number(80), critical: number(87) });
  });

  it('compares with a setting, by its name with or without the prefix', () => {
    for (const setting of ['agents.dailyTokenBudget', 'wirthforge.agents.dailyTokenBudget'])
      assert.deepEqual(compare({ value: { setting } }).bounds, {
        one: { kind: 'setting', key: 'agents.dailyTokenBudget' },
      });
  });

  it('compares with another metric', () => {
    const value = { metric: 'system.data.memory_percent', window: '1h', aggregation: 'max', factor: 2, plus: -3 };
    assert.deepEqual(compare({ value }).bounds, {
      one: {
        kind: 'metric',
        measure: {
          selector: { metric: 'system.memory_percent', labels: {} },
          aggregation: 'max',
          windowMs: 3_600_000,
        },
        factor: 2,
        plus: -3,
      },
    });
  });

  it('leaves out seconds of nothing but 0 where it says so, on either side', () => {
    const value = { metric: 'system.memory_percent', ignore_zero: true };
    for (const { measure, bounds } of [compare({ value, ignore_zero: true })]) {
      assert.equal(measure.ignoresZero, true);
      assert.ok('one' in bounds && bounds.one.kind === 'metric');
      assert.equal(bounds.one.measure.ignoresZero, true);
    }
    assert.deepEqual(compare({ value: 1, ignore_zero: false }), compare({ value: 1 }));
  });

  it('compares with its own past, which ends where its window begins', () => {
    const { bounds, clear } = compare({
      operator: '<',
      window: '5m',
      baseline: { window: '24h', aggregation: 'p50', factor: 0.6 },
      clear: { factor: 0.8 },
    });
    const past = { kind: 'baseline', windowMs: 86_400_000, offsetMs: 300_000, aggregation: 'p50', leastSamples: 60 };
    assert.deepEqual(bounds, { one: { ...past, factor: 0.6 } });
    assert.deepEqual(clear, { one: { ...past, factor: 0.8 } });
  });

  it('counts deviations in the direction of the operator', () => {
    const deviations = (operator: string): unknown => {
      const { bounds, clear } = compare({
        operator,
        baseline: { window: '1h', offset: '0s', deviations: 3, least_samples: 10 },
        clear: { deviations: 2 },
      });
      assert.ok('one' in bounds && bounds.one.kind === 'baseline' && clear && 'one' in clear);
      assert.ok(clear.one.kind === 'baseline');
      return [bounds.one.deviations, clear.one.deviations];
    };
    assert.deepEqual(deviations('>'), [3, 2]);
    assert.deepEqual(deviations('<='), [-3, -2]);
  });

  it('holds where nothing is measured', () => {
    const { condition } = rule({ conditions: { metric: 'model.*', labels: { model: '!tiny*' }, absent: '2m' } });
    assert.deepEqual(condition, {
      kind: 'absent',
      selector: { metric: 'model.*', labels: { model: '!tiny*' } },
      forMs: 120_000,
    });
  });

  it('nests, and joins several keys of one object', () => {
    const one = { metric: 'system.cpu_percent', operator: '>', value: 1 };
    const { condition } = rule({ conditions: { when_any: [{ when_all: [one], when_not: [one, one] }, one] } });
    assert.ok(condition.kind === 'any');
    const [both, single] = condition.conditions;
    assert.ok(both?.kind === 'all' && single?.kind === 'compare');
    assert.deepEqual(
      both.conditions.map(({ kind }) => kind),
      ['all', 'none'],
    );
  });
});

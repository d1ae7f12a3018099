import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeriesRegistry } from '../../../../src/engine/metrics/seriesRegistry';
import type { Series } from '../../../../src/engine/metrics/series';
import type { FigureSpec } from '../../../../src/engine/windows/rolling/figure';
import {
  operators,
  severities,
  type Bound,
  type Condition,
  type Levels,
  type Measure,
  type Rule,
  type Severity,
} from '../../../../src/protocol/rules/rule';
import { Naive, labelText } from './naive';
import { aRule } from './someRules';
import { TryOut } from './tryOut';

const registry = new SeriesRegistry();
const world: readonly Series[] = [
  registry.open('system.cpu_percent'),
  registry.open('system.memory_percent'),
  ...['/', '/home', '/tmp'].map((mount) => registry.open('system.filesystem_percent', { mount })),
  ...['small', 'large'].flatMap((model) => [
    registry.open('model.tokens_per_second', { runtime: 'a', model }),
    registry.open('model.requests_queued', { model, runtime: 'a' }),
  ]),
  registry.open('model.tokens_per_second', { runtime: 'b', model: 'small' }),
  registry.open('model.tokens_per_second', { overflow: 'true' }),
];

const metrics = [
  'system.cpu_percent',
  'system.memory_percent',
  'system.filesystem_percent',
  'model.tokens_per_second',
  'model.requests_queued',
  'system.*_percent',
  'model.*',
  'no.such',
];
const patterns = [
  {},
  {},
  {},
  { model: 'small' },
  { model: '!small' },
  { model: 's*' },
  { runtime: 'a', model: '*' },
  { mount: '/*' },
  { mount: '!/h*' },
  { mount: '' },
];
/** Few of each, so that rules meet the same values often, and differ by little. */
const windows = [1000, 10_000, 60_000];
const numbers = fc.constantFrom(NaN, -1, 0, 1, 2, 3, 4, Infinity);

const measures: fc.Arbitrary<Measure> = fc.record(
  {
    selector: fc.record({ metric: fc.constantFrom(...metrics), labels: fc.constantFrom(...patterns) }),
    aggregation: fc.constantFrom('avg', 'max', 'min'),
    windowMs: fc.constantFrom(...windows),
    ignoresZero: fc.boolean(),
  },
  { requiredKeys: ['selector', 'aggregation', 'windowMs'] },
);
const bounds: fc.Arbitrary<Bound> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('number' as const), value: numbers }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('range' as const), low: numbers, high: numbers }) },
  fc.constant({ kind: 'setting' as const, key: 'agents.dailyTokenBudget' as const }),
  fc.record({
    kind: fc.constant('metric' as const),
    measure: measures,
    factor: fc.constantFrom(1, 0.5, -1),
    plus: fc.constantFrom(0, 1),
  }),
  fc.record(
    {
      kind: fc.constant('baseline' as const),
      windowMs: fc.constant(10_000),
      offsetMs: fc.constantFrom(0, 5000),
      aggregation: fc.constantFrom('avg', 'p50'),
      factor: fc.constantFrom(0.5, 1),
      deviations: fc.constantFrom(-1, 2),
      leastSamples: fc.constantFrom(1, 60),
    },
    { requiredKeys: ['kind', 'windowMs', 'offsetMs', 'aggregation', 'factor', 'leastSamples'] },
  ),
);
const levels: fc.Arbitrary<Levels<Bound>> = fc.oneof(
  fc.record({ one: bounds }),
  fc.record({ warning: bounds, critical: bounds }),
);
const leaves: fc.Arbitrary<Condition> = fc.record(
  {
    kind: fc.constant('compare' as const),
    measure: measures,
    operator: fc.constantFrom(...operators),
    bounds: levels,
    clear: levels,
  },
  { requiredKeys: ['kind', 'measure', 'operator', 'bounds'] },
);
const conditions = fc.letrec<{ node: Condition; group: Condition }>((tie) => ({
  node: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaves, tie('group')),
  group: fc.record({
    kind: fc.constantFrom('all' as const, 'any' as const, 'none' as const),
    conditions: fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
  }),
})).node;
const rules: fc.Arbitrary<Rule> = fc
  .record({ condition: conditions, severity: fc.constantFrom(...severities) })
  .map(({ condition, severity }) => aRule(condition, { severity }));

const plainSpecs: readonly FigureSpec[] = [
  ...windows.flatMap((windowMs) =>
    (['avg', 'max', 'min'] as const).map((aggregation) => ({ aggregation, windowMs, offsetMs: 0 })),
  ),
  ...[0, 5000].flatMap((offsetMs) =>
    (['avg', 'p50', 'stddev'] as const).map((aggregation) => ({ aggregation, windowMs: 10_000, offsetMs })),
  ),
];

const specs = plainSpecs.flatMap((spec) => [spec, { ...spec, ignoresZero: true }]);
/** Milliseconds for which figures have had samples; some a little less and more than nine tenths of the longest window. */
const ages = [0, 5000, 53_999, 54_000, 60_000, Infinity];

const situations = fc.record({
  rules: fc.array(rules, { minLength: 1, maxLength: 4 }),
  before: fc.subarray([...world]),
  after: fc.subarray([...world]),
  values: fc.array(numbers, { minLength: world.length * specs.length, maxLength: world.length * specs.length }),
  ages: fc.array(fc.constantFrom(...ages), { minLength: 1, maxLength: 7 }),
  samples: fc.constantFrom(0, 30, 100),
  budget: fc.constantFrom(0, 2),
  held: fc.array(fc.option(fc.constantFrom<Severity>(...severities), { nil: undefined }), {
    minLength: 1,
    maxLength: 8,
  }),
});

describe('any rules over any figures', () => {
  it('come to what a direct reading of the rules comes to, whatever series came and went before', () => {
    let instances = 0;
    let firing = 0;
    fc.assert(
      fc.property(situations, ({ rules: list, before, after, values, ages: heldFor, samples, budget, held }) => {
        const inForce = list.map((rule, i) => ({ ...rule, id: `rule-${i}` }));
        const tryOut = new TryOut(inForce, before);
        const { figures } = tryOut;
        world.forEach((series, i) => {
          specs.forEach((spec, j) => {
            figures.set(series, values[i * specs.length + j]!, spec);
            figures.setSamples(series, spec, samples);
            figures.setSince(series, spec, tryOut.now - heldFor[(i + j) % heldFor.length]!);
          });
        });
        if (budget > 0) tryOut.settings.set('agents.dailyTokenBudget', budget);
        tryOut.pass();
        tryOut.evaluator.setSeries(after);
        const known = tryOut.pass();
        known.forEach(({ instance }, i) => (instance.held = held[i % held.length]));
        const found = tryOut.pass();
        for (const rule of inForce) {
          const own = found.filter(({ instance }) => instance.rule.id === rule.id);
          const heldBy = new Map(
            own.flatMap(({ instance }) =>
              instance.held ? [[labelText(instance.labels), instance.held] as const] : [],
            ),
          );
          const naive = new Naive(rule, after, figures, () => (budget > 0 ? budget : undefined), tryOut.now).outcomes(
            heldBy,
          );
          const real = own.map(({ instance, finding }): [string, string] => [
            labelText(instance.labels),
            finding.isUnknown ? 'unknown' : (finding.level ?? 'quiet'),
          ]);
          assert.deepEqual(new Map(real.sort()), new Map([...naive].sort()));
          assert.equal(real.length, naive.size);
          for (const { finding } of own) assert.equal(finding.isUnknown && finding.level !== undefined, false);
          instances += own.length;
          firing += own.filter(({ finding }) => finding.level).length;
        }
        tryOut.evaluator.setRules([]);
        assert.equal(figures.openCount, 0, 'A figure was left open.');
      }),
      { numRuns: 1500 },
    );
    assert.ok(firing > instances / 20, `Of ${instances} instances only ${firing} fired, so little was tried.`);
  });
});

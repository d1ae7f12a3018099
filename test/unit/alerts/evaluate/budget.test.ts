import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SeriesRegistry } from '../../../../src/engine/metrics/seriesRegistry';
import type { Series } from '../../../../src/engine/metrics/series';
import { aRule, leaf, measure } from './someRules';
import { TryOut } from './tryOut';

/** Rules of the same condition, and an evaluator in which reading a figure takes a millisecond or so long. */
function slowOnes(count: number, series: readonly Series[], windowMs = 10_000, eachMs = 1): TryOut {
  const rules = Array.from({ length: count }, (_, i) =>
    aRule(leaf(measure('system.gpu_percent', {}, { windowMs }), '>', i), { id: `rule-${i}` }),
  );
  const tryOut = new TryOut(rules, series);
  tryOut.pass();
  tryOut.figures.read = () => {
    tryOut.elapsedMs += eachMs;
  };
  return tryOut;
}

describe('the budget of a pass', () => {
  const registry = new SeriesRegistry();
  const gpus = Array.from({ length: 8 }, (_, i) => registry.open('system.gpu_percent', { gpu: String(i) }));

  it('is kept up to one instance, and every instance has its turn as soon as it can', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 30 }),
        (rules, series, budget) => {
          const tryOut = slowOnes(rules, gpus.slice(0, series));
          const total = rules * series;
          const seen = new Map<string, number>();
          const passes = Math.ceil(total / budget);
          for (let pass = 0; pass < passes; pass++) {
            const began = tryOut.elapsedMs;
            const report = tryOut.evaluator.pass(tryOut.now, budget, ({ id }) => seen.set(id, (seen.get(id) ?? 0) + 1));
            assert.ok(tryOut.elapsedMs - began <= budget);
            assert.deepEqual(report, {
              looked: Math.min(total, budget),
              left: Math.max(0, total - budget),
              tookMs: Math.min(total, budget),
            });
          }
          assert.equal(seen.size, total);
          const turns = [...seen.values()];
          assert.ok(Math.max(...turns) - Math.min(...turns) <= 1, 'Some had two turns more than others.');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is not passed by a look that is known to take longer than what is left', () => {
    const costs = fc.double({ min: 0.01, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), costs, fc.integer({ min: 3, max: 9 }), (rules, eachMs, budget) => {
        for (const windowMs of [1000, 10_000]) {
          const tryOut = slowOnes(rules, gpus, windowMs, eachMs);
          tryOut.pass();
          const seen = new Set<string>();
          for (let turn = 0; turn < 8 * rules; turn++) {
            const began = tryOut.elapsedMs;
            if (windowMs > 1000) tryOut.evaluator.pass(tryOut.now, budget, ({ id }) => seen.add(id));
            else tryOut.evaluator.frame(gpus, tryOut.now, budget, ({ id }) => seen.add(id));
            assert.ok(tryOut.elapsedMs - began <= budget + 1e-9);
          }
          assert.equal(seen.size, 8 * rules);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is used again soon after a pause that had nothing to do with the looks', () => {
    const tryOut = slowOnes(100, gpus, 10_000, 0.01);
    tryOut.pass();
    const lookedAt = (): number => tryOut.evaluator.pass(tryOut.now, 2, () => undefined).looked;
    const usual = lookedAt();
    tryOut.elapsedMs += 500;
    assert.equal(lookedAt(), usual, 'A pause between passes changes nothing.');
    let isPause = true;
    const { read } = tryOut.figures;
    tryOut.figures.read = () => {
      read();
      if (isPause) tryOut.elapsedMs += 500;
      isPause = false;
    };
    assert.equal(lookedAt(), 1);
    assert.ok(lookedAt() >= usual * 0.8, 'Most of the budget is used at once.');
  });

  it('lets one instance have its turn even where nothing is left of it', () => {
    const tryOut = slowOnes(3, gpus.slice(0, 1));
    const seen = new Set<string>();
    for (let pass = 0; pass < 3; pass++) tryOut.evaluator.pass(tryOut.now, 0, ({ rule }) => seen.add(rule.id));
    assert.equal(seen.size, 3);
  });

  it('passes nobody over when instances go in between', () => {
    const tryOut = slowOnes(1, gpus);
    const looked: string[] = [];
    const passOf = (budget: number): void => {
      tryOut.evaluator.pass(tryOut.now, budget, ({ labels }) => looked.push(labels['gpu']!));
    };
    passOf(3);
    tryOut.evaluator.setSeries(gpus.filter((_, i) => i !== 1 && i !== 4));
    passOf(6);
    assert.deepEqual(looked, ['0', '1', '2', '3', '5', '6', '7', '0', '2']);
  });

  it('is kept while rules and series are brought together, and nothing is looked at half-way', () => {
    const rules = Array.from({ length: 50 }, (_, i) => aRule(leaf('system.gpu_percent', '>', i), { id: `rule-${i}` }));
    const tryOut = new TryOut(rules, gpus);
    const open = tryOut.figures.open.bind(tryOut.figures);
    tryOut.figures.open = (series, spec) => {
      tryOut.elapsedMs += 1;
      return open(series, spec);
    };
    let passes = 0;
    for (let looked = 0; looked < 400; passes++) {
      const began = tryOut.elapsedMs;
      const report = tryOut.evaluator.pass(tryOut.now, 50, () => undefined);
      assert.ok(tryOut.elapsedMs - began <= 50 + 4);
      assert.equal(
        (report.looked + report.left) % gpus.length,
        0,
        'A rule was looked at before it had all its series.',
      );
      looked = report.looked;
    }
    assert.ok(passes > 8, `It took ${passes} passes.`);
  });
});

describe('preparing', () => {
  it('brings all rules into force in steps, before the next pass', () => {
    const registry = new SeriesRegistry();
    const gpus = Array.from({ length: 8 }, (_, i) => registry.open('system.gpu_percent', { gpu: String(i) }));
    const rules = Array.from({ length: 50 }, (_, i) => aRule(leaf('system.gpu_percent', '>', i), { id: `rule-${i}` }));
    const tryOut = new TryOut(rules, gpus);
    let steps = 1;
    while (tryOut.evaluator.prepare(0)) steps++;
    assert.ok(steps >= 400 / 4, `It took ${steps} steps.`);
    assert.equal(tryOut.evaluator.prepare(0), false);
    assert.equal(
      [...tryOut.evaluator.ruleStates()].every(({ instances }) => instances === 8),
      true,
    );
    assert.equal(tryOut.pass().length, 400);
  });
});

describe('frames', () => {
  const registry = new SeriesRegistry();
  const gpus = Array.from({ length: 4 }, (_, i) => registry.open('system.gpu_percent', { gpu: String(i) }));
  const cpu = registry.open('system.cpu_percent');
  const second = { windowMs: 1000 };

  it('concern the rules whose windows are all at most a second', () => {
    const rules = [
      aRule(leaf(measure('system.cpu_percent', {}, second), '>', 1), { id: 'fast' }),
      aRule(leaf(measure('system.cpu_percent', {}, { windowMs: 1001 }), '>', 1), { id: 'slow' }),
      aRule(
        leaf(measure('system.cpu_percent', {}, second), '>', {
          kind: 'metric',
          measure: measure('system.load_1m'),
          factor: 1,
          plus: 0,
        }),
        { id: 'slow bound' },
      ),
      aRule(leaf(measure('system.gpu_percent', {}, second), '>', 1), { id: 'elsewhere' }),
    ];
    const tryOut = new TryOut(rules, [cpu]);
    assert.deepEqual([tryOut.evaluator.isFast(cpu), tryOut.evaluator.isFast(gpus[0]!)], [true, true]);
    const looked = tryOut.frame([cpu]).map(({ instance }) => instance.rule.id);
    assert.deepEqual(looked, ['fast']);
    assert.equal(tryOut.pass().length, 3);
    tryOut.evaluator.setRules(rules.slice(1, 3));
    assert.equal(tryOut.evaluator.isFast(cpu), false);
    assert.deepEqual(tryOut.frame([cpu]), []);
  });

  it('look at each instance once, whatever many of its series they have', () => {
    const rule = aRule({
      kind: 'all',
      conditions: [
        leaf(measure('system.gpu_percent', {}, second), '>', 1),
        leaf(measure('system.cpu_percent', {}, second), '>', 1),
      ],
    });
    const tryOut = new TryOut([rule], [...gpus, cpu]);
    assert.deepEqual(
      tryOut.frame([...gpus, cpu]).map(({ instance }) => instance.labels['gpu']),
      ['0', '1', '2', '3'],
    );
  });

  it('give every instance its turn within their budget too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 9 }),
        (rules, series, budget) => {
          const tryOut = slowOnes(rules, gpus.slice(0, series), 1000);
          const seen = new Set<string>();
          const layout = gpus.slice(0, series);
          for (let frame = 0; frame < Math.ceil((rules * series) / budget); frame++) {
            const began = tryOut.elapsedMs;
            tryOut.evaluator.frame(layout, tryOut.now, budget, ({ id }) => seen.add(id));
            assert.ok(tryOut.elapsedMs - began <= budget);
          }
          assert.equal(seen.size, rules * series);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('follow series that go and come', () => {
    const tryOut = new TryOut([aRule(leaf(measure('system.gpu_percent', {}, second), '>', 1))], gpus);
    assert.equal(tryOut.frame(gpus).length, 4);
    tryOut.evaluator.setSeries(gpus.slice(1));
    assert.equal(tryOut.frame(gpus).length, 3);
    tryOut.evaluator.setSeries(gpus);
    assert.equal(tryOut.frame(gpus).length, 4);
  });
});

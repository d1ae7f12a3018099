import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LabelMatcher } from '../../../../src/engine/alerts/bind/labelMatcher';
import { mostInstances, mostOfAll, mostOfRule } from '../../../../src/engine/alerts/bind/room';
import { SeriesRegistry } from '../../../../src/engine/metrics/seriesRegistry';
import type { Condition } from '../../../../src/protocol/rules/rule';
import { absent, all, aRule, leaf, measure, none } from './someRules';
import { TryOut } from './tryOut';

const registry = new SeriesRegistry();
const cpu = registry.open('system.cpu_percent');
const many = Array.from({ length: 1000 }, (_, i) => registry.open('system.process_cpu_percent', { process: `p${i}` }));

describe('hostile rules', () => {
  it('of a glob that makes others slow are matched at once', () => {
    const matcher = new LabelMatcher({ process: '*a'.repeat(500) + '*b' });
    assert.equal(matcher.matches({ process: 'a'.repeat(100_000) }), false);
    assert.equal(new LabelMatcher({ process: '*a*a*a*a*b' }).matches({ process: 'a'.repeat(1_000_000) }), false);
  });

  it('of great depth are looked at like others', () => {
    let condition: Condition = leaf('system.cpu_percent', '>', 50);
    for (let depth = 0; depth < 16; depth++) condition = none(condition);
    const tryOut = new TryOut([aRule(condition)], [cpu]);
    tryOut.figures.set(cpu, 60);
    assert.equal(tryOut.finding().level, 'warning');
    tryOut.figures.set(cpu, 40);
    assert.equal(tryOut.finding().level, undefined);
  });

  it('of more leaves and groups than others have are looked at like others', () => {
    const leaves = Array.from({ length: 64 }, (_, i) => all(all(leaf('system.cpu_percent', '>', i))));
    const tryOut = new TryOut([aRule(all(...leaves))], [cpu]);
    tryOut.figures.set(cpu, 64);
    assert.deepEqual([tryOut.finding().level, tryOut.finding().series.length], ['warning', 64]);
    tryOut.figures.set(cpu, 63);
    assert.deepEqual([tryOut.finding().level, tryOut.finding().threshold], [undefined, 63]);
  });

  it('by the ten thousand are all looked at, those about unknown metrics are not', () => {
    const rules = Array.from({ length: 10_000 }, (_, i) =>
      aRule(leaf(i % 2 === 0 ? 'system.cpu_percent' : `no.such_${i}`, '>', i), { id: `rule-${i}` }),
    );
    const tryOut = new TryOut(rules, [cpu, ...many]);
    tryOut.figures.set(cpu, 1000);
    const looks = tryOut.pass();
    assert.equal(looks.length, 5000);
    assert.equal(looks.filter(({ finding }) => finding.level).length, 500);
  });

  it('that ask for one value of a label do not try the series of others', () => {
    const rules = Array.from({ length: 2000 }, (_, i) =>
      aRule(leaf(measure('system.process_cpu_percent', { process: `p${i}` }), '>', 1), { id: `rule-${i}` }),
    );
    const tryOut = new TryOut(rules);
    tryOut.pass();
    tryOut.evaluator.setSeries(many);
    assert.equal(tryOut.pass().length, 1000);
    assert.equal(tryOut.figures.openCount, 1000);
  });

  it('that fit all series have at most so many instances, and say so', () => {
    const rule = aRule(leaf('system.process_*', '>', 1));
    const other = many.map(({ labels }) => registry.open('system.process_memory_bytes', labels));
    const tryOut = new TryOut([rule], [...many, ...other]);
    assert.equal(tryOut.pass().length, mostInstances);
    const [state] = tryOut.evaluator.ruleStates();
    assert.match(state?.waitsFor ?? '', /some is left out/);
  });

  it('that were too many find room when series go', () => {
    const rule = aRule(leaf('system.process_*', '>', 1));
    const other = registry.open('system.process_gpu_memory_bytes', { process: 'late' });
    const tryOut = new TryOut([rule], many);
    tryOut.pass();
    tryOut.evaluator.setSeries([...many, other]);
    assert.equal(
      tryOut.pass().some(({ instance }) => instance.labels['process'] === 'late'),
      false,
    );
    tryOut.evaluator.setSeries([...many.slice(1), other]);
    assert.equal(
      tryOut.pass().some(({ instance }) => instance.labels['process'] === 'late'),
      true,
    );
    assert.equal([...tryOut.evaluator.ruleStates()][0]?.waitsFor, undefined);
  });

  it('that compare all series with all are held to what one look may cost', () => {
    const against = { kind: 'metric', measure: measure('system.process_cpu_percent'), factor: 1, plus: 0 } as const;
    const tryOut = new TryOut([aRule(leaf('system.cpu_percent', '>', against))], [cpu, ...many]);
    tryOut.pass();
    assert.equal(tryOut.figures.openCount, 1001);
    const gpus = Array.from({ length: 100 }, (_, i) => registry.open('system.gpu_percent', { gpu: String(i) }));
    const wide = new TryOut([aRule(leaf('system.gpu_percent', '>', against))], [...gpus, ...many]);
    wide.pass();
    assert.ok(wide.figures.openCount <= mostOfRule);
    wide.evaluator.setRules([]);
    assert.equal(wide.figures.openCount, 0);
  });

  it('cannot open more figures than all together may', () => {
    const rules = Array.from({ length: 300 }, (_, i) =>
      aRule(leaf('system.process_cpu_percent', '>', i), { id: `rule-${i}` }),
    );
    const tryOut = new TryOut(rules, many);
    tryOut.pass();
    assert.ok(tryOut.figures.openCount > 0 && tryOut.figures.openCount <= mostOfAll);
    tryOut.evaluator.setRules([]);
    assert.equal(tryOut.figures.openCount, 0);
    tryOut.evaluator.setRules(rules.slice(0, 1));
    assert.equal(tryOut.pass().length, 1000, 'The room of rules that went was not given back.');
  });

  it('of absence remember at most so many labels', () => {
    const tryOut = new TryOut([aRule(absent('system.process_cpu_percent', 60_000))]);
    for (let round = 0; round < 3; round++) {
      const ids = Array.from({ length: 600 }, (_, i) => 1_000_000 + 600 * round + i);
      tryOut.evaluator.setSeries(ids.map((id) => ({ ...many[0]!, id, labels: { process: `gone-${id}` } })));
      tryOut.pass();
    }
    assert.equal(tryOut.pass().length, mostInstances);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeriesRegistry } from '../../../../src/engine/metrics/seriesRegistry';
import type { Bound } from '../../../../src/protocol/rules/rule';
import { aRule, leaf, measure } from './someRules';
import { TryOut } from './tryOut';

const hour = 3_600_000;

describe('bounds', () => {
  const series = new SeriesRegistry();
  const cpu = series.open('system.cpu_percent');
  const fast = series.open('model.tokens_per_second', { runtime: 'local', model: 'small' });
  const slow = series.open('model.tokens_per_second', { runtime: 'local', model: 'large' });
  const fastPrompt = series.open('model.prompt_tokens_per_second', { runtime: 'local', model: 'small' });
  const slowPrompt = series.open('model.prompt_tokens_per_second', { runtime: 'local', model: 'large' });

  it('of a setting are unknown until it is set, and follow it', () => {
    const bound: Bound = { kind: 'setting', key: 'agents.dailyTokenBudget' };
    const tryOut = new TryOut([aRule(leaf('system.cpu_percent', '>', bound))], [cpu]);
    tryOut.figures.set(cpu, 50);
    assert.equal(tryOut.finding().isUnknown, true);
    tryOut.settings.set('agents.dailyTokenBudget', 0);
    assert.equal(tryOut.finding().isUnknown, true);
    tryOut.settings.set('agents.dailyTokenBudget', 40);
    assert.equal(tryOut.finding().level, 'warning');
    tryOut.settings.set('agents.dailyTokenBudget', 60);
    assert.deepEqual([tryOut.finding().level, tryOut.finding().threshold], [undefined, 60]);
  });

  it('of another metric are those of the series whose labels agree', () => {
    const bound: Bound = { kind: 'metric', measure: measure('model.prompt_tokens_per_second'), factor: 0.5, plus: 1 };
    const rule = aRule(leaf('model.tokens_per_second', '<', bound));
    const tryOut = new TryOut([rule], [fast, slow, fastPrompt, slowPrompt]);
    tryOut.figures.set(fast, 10);
    tryOut.figures.set(slow, 10);
    tryOut.figures.set(fastPrompt, 100);
    tryOut.figures.set(slowPrompt, 10);
    const found = tryOut
      .pass()
      .map(({ instance, finding }) => [instance.labels['model'], finding.level, finding.threshold]);
    assert.deepEqual(found, [
      ['small', 'warning', 51],
      ['large', undefined, 6],
    ]);
  });

  it('of another metric follow its series as they come and go', () => {
    const bound: Bound = { kind: 'metric', measure: measure('model.prompt_tokens_per_second'), factor: 1, plus: 0 };
    const tryOut = new TryOut([aRule(leaf('model.tokens_per_second', '<', bound))], [fast]);
    tryOut.figures.set(fast, 10);
    tryOut.figures.set(fastPrompt, 20);
    assert.equal(tryOut.finding().isUnknown, true);
    tryOut.evaluator.setSeries([fast, fastPrompt]);
    assert.equal(tryOut.finding().level, 'warning');
    tryOut.evaluator.setSeries([fast]);
    assert.equal(tryOut.finding().isUnknown, true);
    tryOut.evaluator.setSeries([]);
    tryOut.pass();
    assert.equal(tryOut.figures.openCount, 0);
  });

  it('of another metric without labels hold for every instance, and the worst of several counts', () => {
    const bound: Bound = { kind: 'metric', measure: measure('model.tokens_per_second'), factor: 1, plus: 0 };
    const tryOut = new TryOut([aRule(leaf('system.cpu_percent', '>', bound))], [cpu, fast, slow]);
    tryOut.figures.set(cpu, 50);
    tryOut.figures.set(fast, 70);
    tryOut.figures.set(slow, 20);
    assert.deepEqual([tryOut.finding().level, tryOut.finding().threshold], ['warning', 20]);
  });

  describe('of the own past', () => {
    const baseline = (more: object = {}): Bound => ({
      kind: 'baseline',
      windowMs: 24 * hour,
      offsetMs: 300_000,
      aggregation: 'p50',
      factor: 0.6,
      leastSamples: 60,
      ...more,
    });
    const past = { windowMs: 24 * hour, offsetMs: 300_000 };

    it('are a share of it', () => {
      const tryOut = new TryOut([aRule(leaf('model.tokens_per_second', '<', baseline()))], [fast]);
      tryOut.figures.set(fast, 50);
      tryOut.figures.set(fast, 100, { aggregation: 'p50', ...past });
      assert.deepEqual([tryOut.finding().level, tryOut.finding().threshold], ['warning', 60]);
      tryOut.figures.set(fast, 61);
      tryOut.figures.set(fast, 100, { aggregation: 'p50', ...past });
      assert.equal(tryOut.finding().level, undefined);
    });

    it('are unknown with few samples', () => {
      const tryOut = new TryOut([aRule(leaf('model.tokens_per_second', '<', baseline()))], [fast]);
      tryOut.figures.set(fast, 1);
      tryOut.figures.set(fast, 100, { aggregation: 'p50', ...past });
      tryOut.figures.setSamples(fast, { aggregation: 'p50', ...past }, 59);
      assert.equal(tryOut.finding().isUnknown, true);
      tryOut.figures.setSamples(fast, { aggregation: 'p50', ...past }, 60);
      assert.equal(tryOut.finding().level, 'warning');
    });

    it('are so many standard deviations from the mean', () => {
      const tryOut = new TryOut([aRule(leaf('model.tokens_per_second', '<', baseline({ deviations: -3 })))], [fast]);
      tryOut.figures.set(fast, 69);
      tryOut.figures.set(fast, 100, { aggregation: 'avg', ...past });
      tryOut.figures.set(fast, 10, { aggregation: 'stddev', ...past });
      assert.deepEqual([tryOut.finding().level, tryOut.finding().threshold], ['warning', 70]);
      tryOut.evaluator.setRules([]);
      assert.equal(tryOut.figures.openCount, 0);
    });

    it('clear at another share', () => {
      const rule = aRule(leaf('model.tokens_per_second', '<', baseline(), baseline({ factor: 0.8 })));
      const tryOut = new TryOut([rule], [fast]);
      tryOut.figures.set(fast, 70);
      tryOut.figures.set(fast, 100, { aggregation: 'p50', ...past });
      const { instance, finding } = tryOut.look();
      assert.equal(finding.level, undefined);
      instance.held = 'warning';
      assert.deepEqual([tryOut.finding().level, tryOut.finding().threshold], ['warning', 80]);
    });
  });
});

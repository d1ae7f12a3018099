import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { SeriesRegistry } from '../../../../src/engine/metrics/seriesRegistry';
import { all, any, aRule, leaf, measure } from './someRules';
import { TryOut } from './tryOut';

describe('instances', () => {
  const series = new SeriesRegistry();
  const cpu = series.open('system.cpu_percent');
  const root = series.open('system.filesystem_percent', { mount: '/' });
  const home = series.open('system.filesystem_percent', { mount: '/home' });
  const small = series.open('model.tokens_per_second', { runtime: 'local', model: 'small' });
  const large = series.open('model.tokens_per_second', { runtime: 'local', model: 'large' });
  const smallQueue = series.open('model.requests_queued', { model: 'small', runtime: 'local' });
  const gpu0 = series.open('system.gpu_percent', { gpu: '0' });
  const rest = series.open('model.tokens_per_second', { overflow: 'true' });

  it('are one for each series of the only leaf', () => {
    const tryOut = new TryOut([aRule(leaf('system.filesystem_percent', '>', 90))], [root, home, cpu]);
    assert.deepEqual(tryOut.labels(), ['{"mount":"/"}', '{"mount":"/home"}']);
  });

  const matchers: readonly [Record<string, string>, readonly string[]][] = [
    [{ mount: '/home' }, ['/home']],
    [{ mount: '/h*' }, ['/home']],
    [{ mount: '!/h*' }, ['/']],
    [{ mount: '!/' }, ['/home']],
    [{ mount: '*' }, ['/', '/home']],
    [{ mount: '/tmp' }, []],
    [{ device: '' }, ['/', '/home']],
    [{ device: '!loop*' }, ['/', '/home']],
    [{ device: 'sda' }, []],
  ];
  for (const [labels, expected] of matchers)
    it(`are those that ${JSON.stringify(labels)} asks for, whenever they appear`, () => {
      const rule = aRule(leaf(measure('system.filesystem_percent', labels), '>', 90));
      for (const early of [[], [root], [root, home]]) {
        const tryOut = new TryOut([rule], early);
        tryOut.pass();
        tryOut.evaluator.setSeries([root, home]);
        const mounts = tryOut.pass().map(({ instance }) => instance.labels['mount']);
        assert.deepEqual(mounts.sort(), expected);
      }
    });

  it('of a name that fits several metrics are told apart by the metric', () => {
    const tryOut = new TryOut([aRule(leaf('system.*_percent', '>', 90))], [cpu, root]);
    assert.deepEqual(tryOut.labels(), [
      '{"metric":"system.cpu_percent"}',
      '{"mount":"/","metric":"system.filesystem_percent"}',
    ]);
  });

  it('of several leaves have the labels that all have in common, and metrics without labels count for each', () => {
    const rule = aRule(
      all(
        leaf('model.tokens_per_second', '<', 10),
        leaf('model.requests_queued', '>', 0),
        leaf('system.cpu_percent', '>', 50),
      ),
    );
    const tryOut = new TryOut([rule], [cpu, small, large, smallQueue]);
    tryOut.figures.set(cpu, 90);
    tryOut.figures.set(small, 5);
    tryOut.figures.set(large, 5);
    tryOut.figures.set(smallQueue, 2);
    const found = tryOut
      .pass()
      .map(({ instance, finding }) => [
        instance.labels['model'],
        finding.level,
        finding.isUnknown,
        finding.series.length,
      ]);
    assert.deepEqual(found.sort(), [
      ['large', undefined, true, 0],
      ['small', 'warning', false, 3],
    ]);
  });

  it('without labels in common are one, for which any series of a leaf will do, and the worst is told', () => {
    const rule = aRule(all(leaf('system.filesystem_percent', '>', 90), leaf('system.gpu_percent', '>', 50)));
    const tryOut = new TryOut([rule], [root, home, gpu0]);
    tryOut.figures.set(root, 91);
    tryOut.figures.set(home, 97);
    tryOut.figures.set(gpu0, 60);
    const { instance, finding } = tryOut.look();
    assert.deepEqual(instance.labels, {});
    assert.deepEqual([finding.level, finding.value], ['warning', 97]);
    assert.deepEqual(finding.series, [home, gpu0]);
    tryOut.figures.set(home, NaN);
    assert.equal(tryOut.finding().value, 91);
    tryOut.figures.set(root, 20);
    assert.deepEqual([tryOut.finding().level, tryOut.finding().isUnknown], [undefined, false]);
  });

  it('keep the series that stands for too many apart', () => {
    const rule = aRule(any(leaf('model.tokens_per_second', '<', 10), leaf('system.cpu_percent', '>', 50)));
    const tryOut = new TryOut([rule], [small, rest, cpu]);
    assert.deepEqual(tryOut.labels(), ['{"overflow":"true"}', '{"runtime":"local","model":"small"}']);
  });

  it('without series of a leaf with labels are one that metrics without labels can decide', () => {
    const rule = aRule(any(leaf('model.tokens_per_second', '<', 10), leaf('system.cpu_percent', '>', 50)));
    const tryOut = new TryOut([rule], [cpu]);
    tryOut.figures.set(cpu, 90);
    assert.deepEqual([tryOut.look().instance.labels, tryOut.finding().level], [{}, 'warning']);
    tryOut.evaluator.setSeries([cpu, small]);
    assert.deepEqual(tryOut.labels(), ['{"runtime":"local","model":"small"}']);
    assert.deepEqual(
      tryOut.gone.map(({ labels }) => labels),
      [{}],
    );
    tryOut.evaluator.setSeries([cpu]);
    assert.deepEqual(tryOut.labels(), ['{}']);
    tryOut.evaluator.setSeries([]);
    assert.deepEqual(tryOut.labels(), []);
    assert.equal(tryOut.figures.openCount, 0);
  });

  it('are told to be gone once, when their last series goes', () => {
    const rule = aRule(all(leaf('model.tokens_per_second', '<', 10), leaf('model.requests_queued', '>', 0)));
    const tryOut = new TryOut([rule], [small, smallQueue]);
    tryOut.pass();
    tryOut.evaluator.setSeries([smallQueue]);
    tryOut.pass();
    assert.equal(tryOut.gone.length, 0);
    tryOut.evaluator.setSeries([]);
    tryOut.pass();
    assert.equal(tryOut.gone.length, 1);
    assert.equal(tryOut.figures.openCount, 0);
  });

  it('have an id that the rule and the labels alone decide', () => {
    const rule = aRule(leaf('model.requests_queued', '>', 0), { id: 'queue' });
    const { id } = new TryOut([rule], [smallQueue]).look().instance;
    const text = '["queue",[["model","small"],["runtime","local"]]]';
    assert.equal(id, createHash('sha256').update(text).digest('hex').slice(0, 16));
  });

  describe('when rules are loaded anew', () => {
    const disk = leaf('system.filesystem_percent', '>', 90);
    const processor = leaf('system.cpu_percent', '>', 90);

    it('stay for a rule that says the same, with the severity at which their alerts fire', () => {
      const tryOut = new TryOut([aRule(disk, { id: 'disk' }), aRule(processor, { id: 'cpu' })], [root, cpu]);
      const before = tryOut.pass().map(({ instance }) => instance);
      before[0]!.held = 'warning';
      const again = structuredClone([aRule(disk, { id: 'disk' }), aRule(processor, { id: 'cpu', name: 'Another' })]);
      tryOut.evaluator.setRules(again);
      const after = tryOut.pass().map(({ instance }) => instance);
      assert.ok(after.includes(before[0]!));
      assert.ok(!after.includes(before[1]!));
      assert.deepEqual(tryOut.gone, [before[1]]);
      assert.equal(after.find(({ rule }) => rule.id === 'cpu')?.rule.name, 'Another');
    });

    it('end with their rule, and with one that is switched off, and give their figures back', () => {
      const tryOut = new TryOut([aRule(disk, { id: 'disk' }), aRule(processor, { id: 'cpu' })], [root, cpu]);
      tryOut.pass();
      tryOut.evaluator.setRules([aRule(disk, { id: 'disk', enabled: false })]);
      assert.deepEqual(tryOut.pass(), []);
      assert.equal(tryOut.gone.length, 2);
      assert.equal(tryOut.figures.openCount, 0);
      assert.deepEqual(
        [...tryOut.evaluator.ruleStates()].map(({ rule, instances }) => [rule.id, instances]),
        [['disk', 0]],
      );
    });

    it('are those of the first of two rules with one id', () => {
      const tryOut = new TryOut([aRule(disk), aRule(processor)], [root, cpu]);
      assert.deepEqual(tryOut.labels(), ['{"mount":"/"}']);
    });
  });

  it('that a rule waits for are named', () => {
    const rules = [
      aRule(leaf(measure('model.ttft_ms', { model: 'small' }), '>', 1), { id: 'a' }),
      aRule(leaf('no.such_metric', '>', 1), { id: 'b' }),
      aRule(leaf('system.cpu_percent', '>', { kind: 'setting', key: 'agents.dailyTokenBudget' }), { id: 'c' }),
      aRule(leaf('system.cpu_percent', '>', 1), { id: 'd' }),
    ];
    const tryOut = new TryOut(rules, [cpu]);
    const states = (): unknown[] =>
      [...tryOut.evaluator.ruleStates()].map(({ instances, waitsFor }) => [instances, waitsFor]);
    assert.match(JSON.stringify(states()[0]), /loaded a moment ago/);
    tryOut.pass();
    assert.deepEqual(states(), [
      [0, 'Nothing delivers model.ttft_ms{model="small"} now.'],
      [0, 'Nothing delivers no.such_metric now.'],
      [1, 'The setting wirthforge.agents.dailyTokenBudget is not set. Set it to put the rule to work.'],
      [1, undefined],
    ]);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeriesRegistry } from '../../../../src/engine/metrics/seriesRegistry';
import { absent, all, aRule, leaf, none } from './someRules';
import { TryOut } from './tryOut';

const minute = 60_000;

describe('absence', () => {
  const series = new SeriesRegistry();
  const cpu = series.open('system.cpu_percent');
  const small = series.open('model.ttft_ms', { runtime: 'local', model: 'small' });
  const large = series.open('model.ttft_ms', { runtime: 'local', model: 'large' });

  /** Passes a second apart, as the engine makes them. */
  function waitFor(tryOut: TryOut, ms: number): void {
    for (const end = tryOut.now + ms; tryOut.now < end; tryOut.pass()) tryOut.now = Math.min(end, tryOut.now + 1000);
  }

  function stateOf(tryOut: TryOut): string {
    const { level, isUnknown } = tryOut.finding();
    return isUnknown ? 'unknown' : (level ?? 'quiet');
  }

  it('holds once nothing came for so long', () => {
    const tryOut = new TryOut([aRule(absent('system.cpu_percent', 2 * minute))], [cpu]);
    const start = tryOut.now;
    tryOut.pass();
    tryOut.figures.newest.set(cpu, start);
    waitFor(tryOut, 2 * minute - 1);
    assert.equal(stateOf(tryOut), 'quiet');
    waitFor(tryOut, 1);
    assert.equal(stateOf(tryOut), 'warning');
    tryOut.figures.newest.set(cpu, tryOut.now);
    assert.equal(stateOf(tryOut), 'quiet');
  });

  it('is unknown at first, and holds for what was never seen at all', () => {
    const tryOut = new TryOut([aRule(absent('model.ttft_ms', minute, { model: 'small', runtime: 'l*' }))]);
    assert.equal(stateOf(tryOut), 'unknown');
    assert.deepEqual(tryOut.look().instance.labels, { model: 'small' });
    waitFor(tryOut, minute);
    assert.equal(stateOf(tryOut), 'warning');
  });

  it('takes the place of what was never seen when something is', () => {
    const tryOut = new TryOut([aRule(absent('model.ttft_ms', minute))]);
    waitFor(tryOut, minute);
    tryOut.figures.newest.set(small, tryOut.now);
    tryOut.evaluator.setSeries([small]);
    assert.equal(stateOf(tryOut), 'quiet');
    assert.deepEqual(
      tryOut.gone.map(({ labels }) => labels),
      [{}],
    );
  });

  it('keeps the instance of what was named exactly when just that appears', () => {
    const tryOut = new TryOut([aRule(absent('model.ttft_ms', minute, small.labels))]);
    const { instance } = tryOut.look();
    tryOut.evaluator.setSeries([small, large]);
    assert.equal(tryOut.look().instance, instance);
    assert.deepEqual(tryOut.gone, []);
  });

  it('remembers labels whose series are gone', () => {
    const tryOut = new TryOut([aRule(absent('model.ttft_ms', minute))], [small, large]);
    tryOut.figures.newest.set(small, tryOut.now);
    tryOut.figures.newest.set(large, tryOut.now);
    tryOut.pass();
    tryOut.evaluator.setSeries([]);
    waitFor(tryOut, minute);
    const found = tryOut.pass().map(({ instance, finding }) => [instance.labels['model'], finding.level]);
    assert.deepEqual(found, [
      ['small', 'warning'],
      ['large', 'warning'],
    ]);
    assert.deepEqual(tryOut.gone, []);
  });

  it('does not take a sleep of the machine for data that is missing', () => {
    const tryOut = new TryOut([aRule(absent('system.cpu_percent', minute))], [cpu]);
    tryOut.figures.newest.set(cpu, tryOut.now);
    waitFor(tryOut, 10_000);
    tryOut.now += 8 * 60 * minute;
    assert.equal(stateOf(tryOut), 'unknown');
    waitFor(tryOut, minute - 1000);
    assert.equal(stateOf(tryOut), 'unknown');
    waitFor(tryOut, 1000);
    assert.equal(stateOf(tryOut), 'warning');
  });

  it('takes passes that come seldom for no sleep', () => {
    const tryOut = new TryOut([aRule(absent('system.cpu_percent', 10 * minute))], [cpu]);
    tryOut.figures.newest.set(cpu, tryOut.now);
    for (let pass = 0; pass <= 12; pass++, tryOut.now += minute) tryOut.pass();
    assert.equal(stateOf(tryOut), 'warning');
  });

  it('counts anew after the clock was set back', () => {
    const tryOut = new TryOut([aRule(absent('system.cpu_percent', minute))], [cpu]);
    tryOut.figures.newest.set(cpu, tryOut.now);
    waitFor(tryOut, 10_000);
    tryOut.now -= 60 * minute;
    assert.equal(stateOf(tryOut), 'quiet');
    waitFor(tryOut, minute);
    assert.equal(stateOf(tryOut), 'warning');
  });

  it('can be one of several conditions, also the one that must not hold', () => {
    const both = aRule(all(absent('model.ttft_ms', minute), leaf('system.cpu_percent', '>', 50)));
    const not = aRule(none(absent('model.ttft_ms', minute)), { id: 'not' });
    const tryOut = new TryOut([both, not], [cpu]);
    tryOut.figures.set(cpu, 90);
    const states = (): unknown[] =>
      tryOut.pass().map(({ instance, finding }) => [instance.rule.id, finding.isUnknown ? 'unknown' : finding.level]);
    assert.deepEqual(states(), [
      ['rule', 'unknown'],
      ['not', 'unknown'],
    ]);
    waitFor(tryOut, minute);
    assert.deepEqual(states(), [
      ['rule', 'warning'],
      ['not', undefined],
    ]);
  });
});

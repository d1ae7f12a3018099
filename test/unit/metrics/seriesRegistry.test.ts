import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeriesRegistry } from '../../../src/engine/metrics/seriesRegistry';

describe('series registry', () => {
  it('gives the same series for the same metric and labels, whatever their order', () => {
    const registry = new SeriesRegistry();
    const one = registry.open('model.output_tokens', { runtime: 'a', model: 'b' });
    assert.equal(registry.open('model.output_tokens', { model: 'b', runtime: 'a' }), one);
    assert.notEqual(registry.open('model.output_tokens', { runtime: 'b', model: 'a' }), one);
  });

  it('sends what goes beyond the limit of a metric to one overflow series that says what it is', () => {
    const registry = new SeriesRegistry({ perMetric: 2, total: 100 });
    registry.open('system.cpu_core_percent', { core: '0' });
    registry.open('system.cpu_core_percent', { core: '1' });
    const third = registry.open('system.cpu_core_percent', { core: '2' });
    assert.deepEqual(third.labels, { overflow: 'true' });
    assert.equal(third.quality, 'estimated');
    assert.equal(registry.open('system.cpu_core_percent', { core: '3' }), third);
    assert.equal(registry.refused, 2);
  });

  it('keeps to the limit of all metrics together', () => {
    const registry = new SeriesRegistry({ perMetric: 100, total: 3 });
    for (let core = 0; core < 10; core++) registry.open('system.cpu_core_percent', { core: String(core) });
    assert.equal(registry.size, 4);
  });

  it('makes room when series are removed, and never uses a number twice', () => {
    const registry = new SeriesRegistry({ perMetric: 1, total: 10 });
    const first = registry.open('system.connections', { state: 'a' });
    registry.remove(new Set([first.id]));
    const second = registry.open('system.connections', { state: 'b' });
    assert.deepEqual(second.labels, { state: 'b' });
    assert.ok(second.id > first.id);
    assert.equal(registry.get(first.id), undefined);
  });

  it('keeps apart labels that would look alike when joined', () => {
    const registry = new SeriesRegistry();
    const one = registry.open('model.output_tokens', { runtime: 'a","x', model: 'b' });
    const two = registry.open('model.output_tokens', { runtime: 'a', model: 'x","b' });
    assert.notEqual(one, two);
  });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { UxCollector } from '../../../../src/engine/collect/ux/uxCollector';
import type { Series } from '../../../../src/engine/metrics/series';
import { Pipeline } from '../../../../src/engine/pipeline';
import { Ticker } from '../../../../src/engine/ticker';
import type { MetricId } from '../../../../src/protocol/catalogue';
import type { UxFigures } from '../../../../src/protocol/ux';

const figures: UxFigures = { frames: 10, frameTimeMs: 4.5, jankPercent: 10, interactionMs: null };

describe('How pages and windows feel', () => {
  let at: number;
  const clock = { now: () => at, monotonic: () => at };
  let pipeline: Pipeline;
  let ux: UxCollector;
  let ticker: Ticker;

  const pass = (ms: number): void => {
    for (let left = ms; left > 0; left -= 100) {
      at += 100;
      mock.timers.tick(100);
    }
  };
  const all = (metric: MetricId): Series[] => [...pipeline.series()].filter((series) => series.metric === metric);
  const valuesOf = (metric: MetricId, labels: Record<string, string>): number[] => {
    const values: number[] = [];
    pipeline.scan(pipeline.series(metric, labels), 0, Infinity, (_, value) => values.push(value));
    return values;
  };

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    at = 1_700_000_000_000;
    pipeline = new Pipeline(4 * 1024 * 1024);
    ticker = new Ticker(clock, (error) => {
      throw error;
    });
    ux = new UxCollector({ ticker, clock, isEnabled: true });
    ux.start(pipeline);
  });
  afterEach(() => {
    ticker.stop();
    mock.timers.reset();
  });

  it('is nothing before somebody tells something', () => {
    pass(5000);
    assert.equal(pipeline.frames, 0);
    assert.deepEqual([...pipeline.series()], []);
  });

  it('is told by view and by window, what is not known as no value', () => {
    ux.report({ kind: 'view', view: 'energy', figures });
    pass(1000);
    ux.report({
      kind: 'view',
      view: 'energy',
      figures: { ...figures, frameTimeMs: null, jankPercent: null, interactionMs: 56 },
    });
    ux.report({ kind: 'host', window: '77', lagMs: 12.5 });
    assert.deepEqual(valuesOf('ux.frame_time_ms', { view: 'energy' }), [4.5, NaN]);
    assert.deepEqual(valuesOf('ux.jank_percent', { view: 'energy' }), [10, NaN]);
    assert.deepEqual(valuesOf('ux.interaction_ms', { view: 'energy' }), [NaN, 56]);
    assert.deepEqual(valuesOf('ux.host_lag_ms', { window: '77' }), [12.5]);
    assert.ok([...pipeline.series()].every(({ quality }) => quality === 'measured'));
  });

  it('has no value, and says why, once nothing came for three seconds; nothing runs a minute later', () => {
    ux.report({ kind: 'view', view: 'dashboard', figures });
    pass(3000);
    assert.deepEqual(valuesOf('ux.frame_time_ms', { view: 'dashboard' }), [4.5]);
    pass(2000);
    assert.deepEqual(valuesOf('ux.frame_time_ms', { view: 'dashboard' }), [4.5, NaN]);
    const [series] = all('ux.frame_time_ms');
    assert.equal(series?.quality, 'unavailable');
    assert.match(series.reason ?? '', /no such page is open/);
    ux.report({ kind: 'view', view: 'dashboard', figures });
    assert.equal(series.quality, 'measured');
    assert.equal(series.reason, undefined);
    pass(62_000);
    const { frames } = pipeline;
    pass(10_000);
    assert.equal(pipeline.frames, frames);
  });

  it('ends with its page at once', () => {
    ux.report({ kind: 'view', view: 'dashboard', figures });
    ux.report({ kind: 'viewGone', view: 'dashboard' });
    ux.report({ kind: 'viewGone', view: 'dashboard' });
    ux.report({ kind: 'viewGone', view: 'overview' });
    assert.deepEqual(valuesOf('ux.frame_time_ms', { view: 'dashboard' }), [4.5, NaN]);
    assert.deepEqual(
      all('ux.frame_time_ms').map(({ quality }) => quality),
      ['unavailable'],
    );
  });

  it('ends at once with its last page, also after another window went while nothing was measured', () => {
    const [one, other] = [{}, {}];
    ux.report({ kind: 'view', view: 'dashboard', figures }, one);
    ux.stop();
    ux.report({ kind: 'viewGone', view: 'dashboard' }, one);
    ux.start(pipeline);
    pass(1000);
    ux.report({ kind: 'view', view: 'dashboard', figures }, other);
    ux.report({ kind: 'viewGone', view: 'dashboard' }, other);
    assert.deepEqual(
      all('ux.frame_time_ms').map(({ quality }) => quality),
      ['unavailable'],
    );
  });

  it('takes no more than 64 sources at once, and new windows in the place of old ones', () => {
    for (let pid = 0; pid < 200; pid++) ux.report({ kind: 'host', window: String(pid), lagMs: 1 });
    assert.equal(all('ux.host_lag_ms').length, 64);
    pass(62_000);
    const groups = new Set<string>();
    for (const group of pipeline.ring.groups()) groups.add(group.name);
    for (let pid = 1000; pid < 1200; pid++) ux.report({ kind: 'host', window: String(pid), lagMs: 2 });
    assert.deepEqual(valuesOf('ux.host_lag_ms', { window: '1000' }), [2]);
    for (const group of pipeline.ring.groups()) assert.ok(groups.has(group.name), group.name);
    assert.deepEqual(valuesOf('ux.host_lag_ms', { window: '3' }), [1, NaN]);
  });

  it('takes nothing that cannot be a time or a window', () => {
    for (const lagMs of [NaN, -1, Infinity, 1e9]) ux.report({ kind: 'host', window: '1', lagMs });
    assert.ok(valuesOf('ux.host_lag_ms', { window: '1' }).every(Number.isNaN));
    for (const window of ['', 'a b', 'x'.repeat(33), '{}']) ux.report({ kind: 'host', window, lagMs: 1 });
    assert.equal(all('ux.host_lag_ms').length, 1);
  });

  it('is not told while it is turned off or the monitor rests', () => {
    ux.report({ kind: 'host', window: '1', lagMs: 1 });
    ux.configure(false);
    assert.match(all('ux.host_lag_ms')[0]?.reason ?? '', /wirthforge\.collectors\.ux\.enabled/);
    const { frames } = pipeline;
    ux.report({ kind: 'host', window: '1', lagMs: 1 });
    ux.configure(true);
    ux.stop();
    ux.report({ kind: 'host', window: '1', lagMs: 1 });
    pass(5000);
    assert.equal(pipeline.frames, frames);
    ux.start(pipeline);
    ux.report({ kind: 'host', window: '1', lagMs: 3 });
    assert.deepEqual(valuesOf('ux.host_lag_ms', { window: '1' }), [1, NaN, 3]);
  });
});

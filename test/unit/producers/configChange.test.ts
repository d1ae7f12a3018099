import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaults } from '../../../src/engine/config/defaults';
import { configChange } from '../../../src/engine/producers/configChange';
import { heartbeatData } from '../../../src/engine/producers/heartbeatData';
import { interferenceData } from '../../../src/engine/producers/interferenceData';
import { checkedData } from '../../../src/engine/store/events/eventSchemas';

const before = defaults();

describe('the event of changed settings', () => {
  it('is none when nothing changed', () => {
    assert.equal(configChange(before, defaults()), undefined);
  });

  it('tells flags, numbers and choices, before and after', () => {
    const after = {
      ...before,
      enabled: false,
      'store.flushMs': 500,
      'log.level': 'debug' as const,
      'statusBar.items': ['cpu' as const],
    };
    const change = configChange(before, after);
    assert.deepEqual(change, {
      keys: ['enabled', 'store.flushMs', 'statusBar.items', 'log.level'],
      from: {
        enabled: true,
        'store.flushMs': 1000,
        'statusBar.items': ['cpu', 'tokens', 'alerts'],
        'log.level': 'info',
      },
      to: { enabled: false, 'store.flushMs': 500, 'statusBar.items': ['cpu'], 'log.level': 'debug' },
    });
    assert.ok('data' in checkedData('config.changed', change));
  });

  it('only names what can hold addresses, paths or secrets', () => {
    const secret = 'http://user:hunter2@127.0.0.1:8080';
    const after = {
      ...before,
      runtimes: [{ name: 'local', kind: 'llamacpp' as const, url: secret }],
      'server.allowedOrigins': [secret],
      'aggregation.windowSizes': ['1s'],
    };
    const change = configChange(before, after);
    assert.deepEqual(change, {
      keys: ['runtimes', 'aggregation.windowSizes', 'server.allowedOrigins'],
      from: {},
      to: {},
    });
  });
});

describe('the data of other events', () => {
  it('of a heartbeat fits its schema, however many parts there are', () => {
    const parts = Array.from({ length: 400 }, (_, i) => ({ id: `runtime.${i}`, state: 'running' as const }));
    const figures = { memoryBytes: 9e7, frameTimeMs: 0.4, queueDepth: 2, samples: 100 };
    const data = heartbeatData(figures, [{ id: 'store', state: 'degraded', reason: 'private path' }, ...parts]);
    const checked = checkedData('health.heartbeat', data);
    assert.ok('data' in checked);
    assert.equal(checked.data.components['store'], 'degraded');
    assert.ok(!JSON.stringify(checked.data).includes('private path'));
  });

  it('of interference fits its schema', () => {
    const found = {
      models: ['r/a', 'r/b'] as const,
      type: 'destructive' as const,
      strength: 0.3,
      frequency: 40,
      durationMs: 10_000,
    };
    assert.deepEqual(checkedData('pattern.interference', interferenceData(found)), {
      data: {
        models_involved: ['r/a', 'r/b'],
        interference_type: 'destructive',
        strength: 0.3,
        frequency: 40,
        duration_ms: 10_000,
      },
    });
  });
});

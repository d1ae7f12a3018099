import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { migrateConfig } from '../../../src/engine/config/migrateConfig';
import { parseConfig } from '../../../src/engine/config/parseConfig';

/** The shape that the first guide to the monitor showed. */
const guide = {
  collectors: {
    system: { enabled: true, sampleRate: 5, metrics: ['cpu', 'memory'], frameBudgetMs: 20 },
    model: { enabled: true, sampleRate: 30, energyCalculation: true },
  },
  aggregation: { windowSizes: ['1s', '5s', '30s', '5m', '1h'], flushInterval: 2000, maxBufferSize: 10000 },
  alerts: { evaluationBudgetMs: 2, maxAlertsPerSecond: 5 },
  server: { port: 8080, host: '127.0.0.1', maxConnections: 100, frameBudgetMs: 16.67 },
  analytics: { privacyLevel: 'strict', retentionDays: 14 },
};

describe('an older configuration', () => {
  it('says the same under today’s keys', () => {
    const { config, moves } = migrateConfig(guide);
    const parsed = parseConfig(config).config;
    assert.equal(parsed['collectors.frameBudgetMs'], 20);
    assert.equal(parsed['store.flushMs'], 2000);
    assert.equal(parsed['retention.aggregatedDays'], 14);
    assert.equal(parsed['server.port'], 8080);
    assert.equal(parsed['collectors.system.sampleRate'], 5);
    assert.deepEqual(
      moves.map(({ from, to }) => [from, to]),
      [
        ['collectors.system.frameBudgetMs', 'collectors.frameBudgetMs'],
        ['aggregation.flushInterval', 'store.flushMs'],
        ['alerts.maxAlertsPerSecond', 'alerts.maxPerSecond'],
        ['analytics.retentionDays', 'retention.aggregatedDays'],
      ],
    );
  });

  it('keeps what it does not know, and warns of it', () => {
    const { config, warnings } = migrateConfig(guide);
    assert.deepEqual(config['alerts'], { evaluationBudgetMs: 2, maxPerSecond: 5 });
    assert.deepEqual(config['analytics'], { privacyLevel: 'strict' });
    assert.deepEqual(config['aggregation'], {
      windowSizes: ['1s', '5s', '30s', '5m', '1h'],
      maxBufferSize: 10000,
    });
    for (const name of ['analytics', 'aggregation.maxBufferSize'])
      assert.ok(
        warnings.some((warning) => warning.startsWith(name)),
        name,
      );
  });

  it('takes over every part of the retention policy', () => {
    const { config, warnings } = migrateConfig({
      privacy: { retentionPolicy: { rawData: 3, aggregatedData: 20, exportData: 2 } },
      database: { backup_interval: 7200 },
      aggregationWindows: ['1m'],
    });
    const parsed = parseConfig(config).config;
    assert.equal(parsed['retention.rawDays'], 3);
    assert.equal(parsed['retention.aggregatedDays'], 20);
    assert.equal(parsed['retention.exportDays'], 2);
    assert.equal(parsed['backup.everyHours'], 2);
    assert.deepEqual(parsed['aggregation.windowSizes'], ['1m']);
    assert.deepEqual(Object.keys(config).sort(), ['aggregation', 'backup', 'retention']);
    assert.deepEqual(warnings, []);
  });

  it('leaves a value where it was that today’s key does not take', () => {
    const { config, moves, warnings } = migrateConfig({ retentionDays: 'forever' });
    assert.deepEqual(config, { retentionDays: 'forever' });
    assert.deepEqual(moves, []);
    assert.match(warnings[0]!, /retentionDays stays as it is: "forever" is not valid/);
  });

  it('lets today’s key count where both are there', () => {
    const { config, warnings } = migrateConfig({ retentionDays: 5, retention: { aggregatedDays: 9 } });
    assert.deepEqual(config, { retention: { aggregatedDays: 9 } });
    assert.match(warnings[0]!, /retentionDays is taken out/);
  });

  it('changes nothing that is of today, nor the second time', () => {
    const today = { collectors: { system: { sampleRate: 2 } }, runtimes: [], retention: { rawDays: 1 } };
    assert.deepEqual(migrateConfig(today), { config: today, moves: [], warnings: [] });
    const once = migrateConfig(guide).config;
    assert.deepEqual(migrateConfig(once).config, once);
    assert.deepEqual(migrateConfig(once).moves, []);
  });

  it('survives any JSON, and never changes what it is given', () => {
    const nested = fc.dictionary(
      fc.constantFrom('privacy', 'retentionPolicy', 'rawData', 'retention', 'retentionDays', '__proto__', 'database'),
      fc.jsonValue({ maxDepth: 3 }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), nested), (json) => {
        const before = JSON.stringify(json);
        const { config } = migrateConfig(json);
        assert.equal(JSON.stringify(json), before);
        assert.deepEqual(migrateConfig(config).moves, []);
        assert.equal(({} as Record<string, unknown>)['rawDays'], undefined);
      }),
    );
  });
});

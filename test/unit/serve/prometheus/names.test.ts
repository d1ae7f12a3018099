import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { catalogue, metricIds } from '../../../../src/protocol/catalogue';
import type { Unit } from '../../../../src/protocol/metric';
import { inBaseUnit, unitOf } from '../../../../src/engine/serve/prometheus/baseUnit';
import { sampleNameOf } from '../../../../src/engine/serve/prometheus/exposition';

/** How a name says in what its values are; only what is merely counted may leave it out. */
const ends: Partial<Record<Unit, string>> = {
  percent: '_ratio',
  milliseconds: '_seconds',
  bytes: '_bytes',
  bytes_per_second: '_bytes_per_second',
  tokens_per_second: '_tokens_per_second',
  celsius: '_celsius',
  watts: '_watts',
  joules: '_joules',
  bits: '_shannons',
  dollars: '_usd',
  joules_per_token: '_joules_per_token',
  per_second: '_per_second',
  ratio: '_ratio',
};

describe('names of metrics for Prometheus', () => {
  it('are legal and differ from each other, also without what the formats add to them', () => {
    const bare = metricIds.map((metric) => sampleNameOf(metric).replace(/_total$/, ''));
    for (const name of bare) assert.match(name, /^wirthforge(?:_[a-z][a-z0-9]*)+$/);
    assert.equal(new Set(bare).size, bare.length);
    for (const name of bare) assert.doesNotMatch(name, /_(?:total|info|created|bucket|count|sum)$/);
  });

  it('say that they are totals, and of what in base units', () => {
    for (const metric of metricIds) {
      const { kind, unit } = catalogue[metric];
      const name = sampleNameOf(metric);
      assert.equal(name.endsWith('_total'), kind === 'counter', name);
      const end = ends[unit];
      if (end !== undefined) assert.ok(name.replace(/_total$/, '').endsWith(end), `${name} is in ${unit}`);
    }
  });

  it('have labels that are legal and leave the mark of an estimate free', () => {
    for (const metric of metricIds)
      for (const label of catalogue[metric].labels) {
        assert.match(label, /^[a-z][a-z_]*$/);
        assert.ok(!['quality', 'le', 'quantile'].includes(label));
      }
  });
});

describe('base units', () => {
  it('turn percent into ratios and milliseconds into seconds, and leave the rest', () => {
    assert.equal(inBaseUnit(23.1, 'percent'), 0.231);
    assert.equal(inBaseUnit(1500, 'milliseconds'), 1.5);
    assert.equal(inBaseUnit(7, 'bytes'), 7);
  });

  it('are named only where the name of the family ends with them', () => {
    assert.equal(unitOf('wirthforge_a_seconds', 'milliseconds'), 'seconds');
    assert.equal(unitOf('wirthforge_a_joules', 'joules'), 'joules');
    assert.equal(unitOf('wirthforge_seconds_a', 'milliseconds'), undefined);
    assert.equal(unitOf('wirthforge_requests', 'requests'), undefined);
  });
});

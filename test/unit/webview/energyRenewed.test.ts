import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { catalogue, type MetricId } from '../../../src/protocol/catalogue';
import type { Labels } from '../../../src/protocol/metric';
import { totalText } from '../../../webview/energy/figures/totalText';
import { EnergyReadings } from '../../../webview/energy/readings/energyReadings';
import { textOf, type Reading } from '../../../webview/shared/reading';
import type { SeriesStore } from '../../../webview/shared/seriesStore';
import { now, storeOf, tell } from './energyViewStore';

const qwen = { runtime: 'local', model: 'qwen' };
const texts = ({ power, energy }: { power: Reading; energy: Reading }): string[] => [textOf(power), textOf(energy)];

describe('Energy after the engine was replaced', () => {
  const announce = (store: SeriesStore, id: number, metric: MetricId, labels: Labels): void => {
    store.define([{ id, metric, labels, unit: catalogue[metric].unit, quality: 'measured' }]);
  };
  /** The one of before counted 9,000 J, 3,000 J of them of a model; the one of now tells of the machine at first. */
  const renewed = (): SeriesStore => {
    const total = { domain: 'total' };
    const store = storeOf([
      { metric: 'system.power_watts', labels: total, value: 120 },
      { metric: 'system.energy_joules', labels: total, value: 9000 },
      { metric: 'model.tokens_per_second', labels: qwen, value: 0 },
      { metric: 'model.energy_joules', labels: qwen, value: 3000 },
    ]);
    store.renew();
    announce(store, 10, 'system.power_watts', total);
    announce(store, 12, 'model.tokens_per_second', qwen);
    store.live();
    tell(store, 10, now + 500, 80);
    tell(store, 12, now + 500, 0);
    return store;
  };
  const read = (store: SeriesStore): ReturnType<EnergyReadings['read']> =>
    new EnergyReadings(store).read({ status: undefined, activity: undefined }, true);

  it('is told of what this one counted only: no model beside a total that it is no part of', () => {
    const store = renewed();
    announce(store, 11, 'system.energy_joules', { domain: 'total' });
    tell(store, 11, now + 500, 40);
    const { account, models } = read(store);
    assert.deepEqual(texts(account.total), ['80.0\u00a0W', '40.0\u00a0J']);
    assert.deepEqual(texts(account.models), ['0\u00a0W', '0\u00a0J']);
    assert.deepEqual(texts(account.rest), ['80.0\u00a0W', '40.0\u00a0J']);
    assert.ok(Number.isNaN(models[0]!.joules));
    assert.match(models[0]!.energy.hint!, /No energy was attributed/);
    announce(store, 13, 'model.energy_joules', qwen);
    tell(store, 13, now + 1000, 15);
    const later = read(store);
    assert.equal(textOf(later.models[0]!.energy), '15.0\u00a0J');
    assert.deepEqual(
      [later.account.models, later.account.rest].map(({ energy }) => textOf(energy)),
      ['15.0\u00a0J', '25.0\u00a0J'],
    );
  });

  it('has no total before this one told its own', () => {
    const store = renewed();
    const { account, parts } = read(store);
    assert.deepEqual(texts(account.total), ['80.0\u00a0W', '–']);
    assert.deepEqual(parts, []);
    assert.equal(totalText(store, now), '');
  });
});

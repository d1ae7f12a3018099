import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sceneOf, type Ribbon } from '../../../../webview/energy/flow/scene';
import { ribbonText } from '../../../../webview/energy/picture/ribbonFacts';
import { EnergyReadings, type EnergyNow } from '../../../../webview/energy/readings/energyReadings';
import { textOf } from '../../../../webview/shared/reading';
import { storeOf, type Fed } from '../energyViewStore';

const size = { width: 640, height: 400 };
const total: Fed = { metric: 'system.power_watts', labels: { domain: 'total' }, value: 200 };
const speed = (model: string, value: number): Fed => ({
  metric: 'model.tokens_per_second',
  labels: { runtime: 'local', model },
  value,
});
const read = (series: readonly Fed[]): EnergyNow =>
  new EnergyReadings(storeOf(series)).read({ status: undefined, activity: undefined }, true);
const told = (now: EnergyNow, key: string, more: Partial<Ribbon> = {}): string[] => {
  const ribbon = sceneOf(now.readings, size, { models: 1 }).ribbons.find((one) => one.key === key)!;
  return ribbonText({ ...ribbon, ...more }, now)
    .replaceAll('\u00a0', ' ')
    .split('\n');
};

describe('What is told of a ribbon', () => {
  it('calls power not attributed where the account does not know what is no model’s, and says why', () => {
    const now = read([total, speed('qwen', 40)]);
    assert.equal(textOf(now.account.rest.power), 'n/a');
    const [first, what, why] = told(now, 'rest');
    assert.equal(first, 'Not attributed: 200.0 W, measured');
    assert.match(what!, /models at work whose power is not known/);
    assert.equal(why, now.account.rest.power.hint);
    assert.match(why!, /No energy was attributed to it yet/);
  });

  it('calls it that of no model where none is at work, as the account does', () => {
    const now = read([total, speed('qwen', 0)]);
    assert.equal(textOf(now.account.rest.power), '200.0\u00a0W');
    assert.deepEqual(told(now, 'rest'), [
      'No model: 200.0 W, measured',
      'Idle power, and everything that runs besides models.',
    ]);
  });

  it('marks what models together have at least', () => {
    const now = read([speed('a', 40), speed('b', 30), speed('c', NaN)]);
    assert.deepEqual(told(now, 'others'), [
      'Other models: ≥ 30.0 tok/s, measured',
      'Of some of them it is not known, and not in this number.',
    ]);
    assert.deepEqual(told(now, 'others', { isAtLeast: false }), ['Other models: 30.0 tok/s, measured']);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AlertInfo, AlertState } from '../../../src/protocol/alerts';
import { ruleStatuses, type RuleStatusOptions } from '../../../src/engine/alerts/ruleStatuses';
import { whyGone } from '../../../src/engine/alerts/whyGone';
import { aRule } from './life/bookRig';

const alert = (rule: string, state: AlertState): AlertInfo => ({
  id: `${rule}-${state}`,
  rule,
  name: rule,
  category: '',
  severity: 'warning',
  state,
  message: '',
  labels: {},
  since: 0,
  value: null,
  threshold: null,
  unit: null,
  incident: rule,
  advice: [],
});

const statusesOf = (over: Partial<RuleStatusOptions>) =>
  ruleStatuses({
    rules: [aRule({ id: 'one' }), aRule({ id: 'two', enabled: false })],
    watched: new Map([['one', { instances: 3, waitsFor: undefined }]]),
    active: [],
    lastFiredAt: () => undefined,
    restsFor: undefined,
    ...over,
  });

describe('where a rule stands', () => {
  const statesOf = (over: Partial<RuleStatusOptions>): string[] => statusesOf(over).map(({ state }) => state);

  it('is quiet while it is looked at, and off where it is turned off', () => {
    assert.deepEqual(statesOf({}), ['quiet', 'off']);
    assert.equal(statusesOf({})[0]?.instances, 3);
  });

  it('is waiting, with the reason, while it cannot tell', () => {
    const [one] = statusesOf({ watched: new Map([['one', { instances: 0, waitsFor: 'There is no data.' }]]) });
    assert.deepEqual([one?.state, one?.reason], ['waiting', 'There is no data.']);
  });

  it('is what the most urgent of its alerts is', () => {
    assert.deepEqual(statesOf({ active: [alert('one', 'pending')] })[0], 'pending');
    for (const state of ['firing', 'acknowledged', 'silenced'] as const)
      for (const active of [
        [alert('one', 'pending'), alert('one', state)],
        [alert('one', state), alert('one', 'pending')],
      ])
        assert.equal(statesOf({ active })[0], 'firing');
  });

  it('is off, with the reason, while no rule is looked at', () => {
    for (const { state, reason } of statusesOf({ restsFor: 'It rests.' }))
      assert.deepEqual([state, reason], ['off', 'It rests.']);
  });

  it('tells when it fired last, where it did', () => {
    const [one, two] = statusesOf({ lastFiredAt: (rule) => (rule === 'one' ? 5 : undefined) });
    assert.equal(one?.lastFiredAt, 5);
    assert.ok(two && !('lastFiredAt' in two));
  });
});

describe('why an instance is gone', () => {
  const rule = aRule({ id: 'one' });

  it('is told by what there is in the place of its rule', () => {
    assert.match(whyGone(rule, []), /removed/);
    assert.match(whyGone(rule, [aRule({ id: 'other' })]), /removed/);
    assert.match(whyGone(rule, [{ ...rule, enabled: false }]), /turned off/);
    assert.match(whyGone(rule, [{ ...rule, forMs: 1 }]), /changed/);
    assert.match(whyGone(rule, [aRule({ id: 'one' })]), /watched is gone/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { eventTypes, type EventType } from '../../../../src/protocol/events';
import { checkedData } from '../../../../src/engine/store/events/eventSchemas';
import { examples } from './someEvents';

const long = 'x'.repeat(5000);
const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, 'v']));

const refused: readonly (readonly [EventType, object, string])[] = [
  ['energy.update', { energy: NaN }, 'energy'],
  ['energy.update', { energy: Infinity }, 'energy'],
  ['energy.update', { energy: '4.2' }, 'energy'],
  ['energy.update', { accumulator: 1e300 }, 'accumulator'],
  ['energy.update', { diversity_index: 1.01 }, 'diversity_index'],
  ['energy.update', { diversity_index: -0.1 }, 'diversity_index'],
  ['energy.update', { model_id: 'other' }, 'model_id'],
  ['energy.update', { model_id: `r/${long}` }, 'model_id'],
  ['energy.update', { token_count: -1 }, 'token_count'],
  ['energy.update', { fps: undefined }, 'fps'],
  ['user.prompt', { hash: 'ABCDEF0123456789' }, 'hash'],
  ['user.prompt', { hash: '0123456789abcde' }, 'hash'],
  ['user.prompt', { hash: '0123456789abcdef0' }, 'hash'],
  ['user.prompt', { length: 1.5 }, 'length'],
  ['user.prompt', { intent: long }, 'intent'],
  ['model.request', { state: 'waiting' }, 'state'],
  ['model.request', { kind: 'poem' }, 'kind'],
  ['model.request', { status: 1000 }, 'status'],
  ['model.request', { problem: long }, 'problem'],
  ['model.request', { entropy_bits: { lower: 1 } }, 'entropy_bits.upper'],
  ['model.request', { output_tokens: 1.5 }, 'output_tokens'],
  ['pattern.interference', { models_involved: ['a/a'] }, 'models_involved'],
  ['pattern.interference', { models_involved: Array<string>(17).fill('a/a') }, 'models_involved'],
  ['pattern.interference', { interference_type: 'odd' }, 'interference_type'],
  ['pattern.interference', { strength: 1.1 }, 'strength'],
  ['alert.firing', { labels: many }, 'labels'],
  ['alert.firing', { labels: { a: long } }, 'labels.a'],
  ['alert.resolved', { alert_id: '' }, 'alert_id'],
  ['alert.resolved', { alert_id: '__proto__' }, 'alert_id'],
  ['consent.granted', { scope: 7 }, 'scope'],
  ['export.finished', { bytes: -1 }, 'bytes'],
  ['purge.finished', { target: 'some' }, 'target'],
  ['config.changed', { to: { a: { deep: 1 } } }, 'to.a'],
  ['config.changed', { to: { a: long } }, 'to.a'],
  ['health.heartbeat', { components: many }, 'components'],
  ['session.start', { time_zone: 'Mars/Olympus' }, 'time_zone'],
  ['session.start', { carried: { today: null, alerts: 3 } }, 'carried.alerts'],
];

describe('the data of events', () => {
  for (const type of eventTypes)
    it(`${type} passes as it is`, () => {
      assert.deepEqual(checkedData(type, examples[type]), { data: examples[type] });
    });

  for (const [type, change, path] of refused)
    it(`${type} is refused with ${JSON.stringify(change).slice(0, 60)}`, () => {
      const checked = checkedData(type, { ...examples[type], ...change });
      assert.ok('problem' in checked);
      assert.ok(checked.problem.startsWith(path), checked.problem);
    });

  it('never takes a text of a prompt, nor tells it in a refusal', () => {
    const data = { ...examples['user.prompt'], text: 'my secret', prompt: 'my secret' };
    assert.deepEqual(checkedData('user.prompt', data), { data: examples['user.prompt'] });
    const refusal = checkedData('user.prompt', { ...data, hash: 'my secret' });
    assert.ok('problem' in refusal);
    assert.ok(!refusal.problem.includes('secret'));
  });

  it('takes anything at all without throwing, and passes nothing that JSON would change', () => {
    const anything = fc.tuple(
      fc.constantFrom(...eventTypes),
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
      fc.dictionary(fc.string(), fc.anything()),
    );
    fc.assert(
      fc.property(anything, ([type, value, changes]) => {
        for (const data of [value, { ...examples[type], ...changes }]) {
          const checked = checkedData(type, data);
          if ('problem' in checked) assert.ok(checked.problem.length < 300);
          else assert.deepEqual(JSON.parse(JSON.stringify(checked.data)), checked.data);
        }
      }),
    );
  });
});

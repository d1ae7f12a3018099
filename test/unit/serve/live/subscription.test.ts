import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseClientMessage, placeOfId } from '../../../../src/engine/serve/live/clientMessage';
import { keyOf, subscribed, unsubscribed } from '../../../../src/engine/serve/live/subscription';
import { Refusal } from '../../../../src/engine/serve/refusal';

describe('a subscription', () => {
  it('adds up channels, and replaces patterns and rate where they are given', () => {
    const first = subscribed(undefined, { channels: ['alerts'] });
    assert.deepEqual(first, { channels: ['alerts'], metrics: ['*'], maxRate: 10 });
    const second = subscribed(first, { channels: ['metrics'], metrics: ['system.*', 'model.*'], maxRate: 0.1 });
    assert.deepEqual(second, { channels: ['metrics', 'alerts'], metrics: ['model.*', 'system.*'], maxRate: 0.1 });
    assert.deepEqual(subscribed(second, {}).channels, ['metrics', 'alerts', 'events']);
    assert.deepEqual(unsubscribed(second, { channels: ['metrics'] })?.channels, ['alerts']);
    assert.equal(unsubscribed(second, {}), undefined);
    assert.equal(unsubscribed(undefined, {}), undefined);
  });

  it('has the same key for the same wish in whatever order, and another for another', () => {
    const key = (...metrics: string[]): string => keyOf(subscribed(undefined, { metrics }));
    assert.equal(key('system.*', 'model.*'), key('model.*', 'system.*', 'model.*'));
    assert.notEqual(key('system.*'), key('model.*'));
    assert.notEqual(keyOf(subscribed(undefined, { maxRate: 1 })), keyOf(subscribed(undefined, { maxRate: 2 })));
  });

  it('reads the names that the older rules write', () => {
    assert.deepEqual(subscribed(undefined, { metrics: ['system.data.cpu_percent'] }).metrics, ['system.cpu_percent']);
  });

  it('is refused with a sentence, or has bounds, whatever a client sends', () => {
    const wish = fc.record(
      { channels: fc.jsonValue(), metrics: fc.jsonValue(), maxRate: fc.jsonValue() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(wish, (given) => {
        try {
          const { channels, metrics, maxRate } = subscribed(undefined, given);
          assert.ok(channels.length > 0 && metrics.length > 0 && metrics.length <= 32);
          assert.ok(maxRate >= 0.1 && maxRate <= 60);
        } catch (error) {
          assert.ok(error instanceof Refusal && error.status === 400, String(error));
        }
      }),
    );
  });
});

describe('a message of a client', () => {
  it('is understood, or refused with a sentence, whatever its bytes are', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.dictionary(fc.constantFrom('type', 'epoch', 'seq', 'x'), fc.jsonValue()).map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(text, (given) => {
        try {
          parseClientMessage(given);
        } catch (error) {
          assert.ok(error instanceof Refusal && error.message.endsWith('.'), String(error));
        }
      }),
    );
  });

  it('says where the client was', () => {
    const message = parseClientMessage('{"type":"subscribe","epoch":3,"seq":17}');
    assert.deepEqual(message.type === 'subscribe' && message.seen, { epoch: 3, seq: 17 });
    assert.deepEqual(placeOfId('3:17'), { epoch: 3, seq: 17 });
    for (const id of [undefined, '', '3', '3:', '-3:1', '3:1:2', '3:1e5', '9'.repeat(400) + ':1'])
      assert.equal(placeOfId(id), undefined, id);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RequestInfo } from '../../../src/protocol/requests';
import { RequestEvents } from '../../../src/engine/producers/requestEvents';
import { requestData } from '../../../src/engine/producers/requestData';
import { checkedData } from '../../../src/engine/store/events/eventSchemas';
import { recorder } from './recorder';

const bare: RequestInfo = {
  id: 7,
  runtime: 'local',
  model: 'm',
  kind: 'chat',
  state: 'done',
  startedAt: 1,
  tokenQuality: 'unavailable',
};
const full: RequestInfo = {
  ...bare,
  status: 200,
  ttftMs: 80,
  durationMs: 900,
  tokensPerSecond: 58.3,
  inputTokens: 12,
  cachedTokens: 4,
  outputTokens: 40,
  reasoningTokens: 3,
  tokenQuality: 'measured',
  entropyBits: { lower: 0.5, upper: 1.5 },
  entropyShare: 1,
  energyJoules: 3.5,
  energyQuality: 'estimated',
  problem: 'The answer broke off.',
};

describe('events of requests', () => {
  it('tell all that is known, by the names of the store', () => {
    assert.deepEqual(requestData(full), {
      request_id: 7,
      model_id: 'local/m',
      runtime: 'local',
      kind: 'chat',
      state: 'done',
      status: 200,
      ttft_ms: 80,
      duration_ms: 900,
      tokens_per_second: 58.3,
      input_tokens: 12,
      cached_tokens: 4,
      output_tokens: 40,
      reasoning_tokens: 3,
      token_quality: 'measured',
      entropy_bits: { lower: 0.5, upper: 1.5 },
      entropy_share: 1,
      energy_joules: 3.5,
      energy_quality: 'estimated',
      problem: 'The answer broke off.',
    });
  });

  it('leave out what is not known, and pass their schema either way', () => {
    const odd = { ...full, ttftMs: NaN, tokensPerSecond: Infinity, problem: 'x'.repeat(9000) };
    for (const info of [bare, full, odd]) assert.ok('data' in checkedData('model.request', requestData(info)));
    assert.ok(!('ttft_ms' in (requestData(odd) ?? {})));
    assert.ok(!('output_tokens' in (requestData(bare) ?? {})));
  });

  it('are not made of requests that go on', () => {
    assert.equal(requestData({ ...bare, state: 'waiting' }), undefined);
    assert.equal(requestData({ ...bare, state: 'generating' }), undefined);
  });

  it('wait until the energy of the last moment is known', () => {
    const { record, events } = recorder();
    const requests = new RequestEvents(record);
    let joules = 1;
    requests.ended({ info: () => ({ ...bare, energyJoules: joules, energyQuality: 'measured' }) }, 1000);
    requests.flush(2900);
    assert.equal(events.length, 0);
    joules = 2.5;
    requests.ended({ info: () => bare }, 2950);
    requests.flush(3000);
    assert.equal(events.length, 1);
    assert.equal(events[0]?.data['energy_joules'], 2.5);
    requests.flush(3100);
    assert.equal(events.length, 1, 'each is told once');
    requests.flushAll();
    assert.equal(events.length, 2);
  });

  it('hold a bounded number back', () => {
    const { record, events } = recorder();
    const requests = new RequestEvents(record);
    for (let id = 0; id < 1500; id++) requests.ended({ info: () => ({ ...bare, id }) }, 0);
    assert.equal(events.length, 500);
    assert.equal(events[0]?.data['request_id'], 0);
  });
});

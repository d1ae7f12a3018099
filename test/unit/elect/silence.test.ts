import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mostSilentTicks, Silence, tickMs } from '../../../src/engine/elect/silence';

describe('the silence of a leader', () => {
  it('makes it frozen after 3 s of ticks in a row without a word', () => {
    const silence = new Silence();
    for (let i = 1; i < mostSilentTicks; i++) silence.tick();
    assert.ok(silence.isDoubtful && !silence.isFrozen);
    silence.heard();
    assert.ok(!silence.isDoubtful);
    for (let i = 0; i < mostSilentTicks; i++) silence.tick();
    assert.ok(silence.isFrozen);
    assert.equal(mostSilentTicks * tickMs, 3000);
  });
});

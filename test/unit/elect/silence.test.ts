import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HolderSilence, mostSilentTicks, Silence, tickMs } from '../../../src/engine/elect/silence';

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

  it('goes on while the same one takes further epochs, and begins anew with another one', () => {
    const silence = new HolderSilence();
    for (let i = 0; i < mostSilentTicks; i++) silence.of({ instance: 'a' }).tick();
    assert.equal(silence.of({ instance: 'a' }).isFrozen, true);
    assert.equal(silence.of({ instance: 'b' }).isFrozen, false);
    assert.equal(silence.current, silence.of({ instance: 'b' }));
  });
});

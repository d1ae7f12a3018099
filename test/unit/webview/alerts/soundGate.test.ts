import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SoundGate } from '../../../../webview/dashboard/notices/soundGate';
import { EngineClock } from '../../../../webview/shared/engineClock';
import { FakePageTime } from '../fakePageTime';

describe('SoundGate', () => {
  it('lets at most one sound pass in 5 s, and none while the page is hidden', () => {
    const time = new FakePageTime();
    const gate = new SoundGate(time);
    time.visible = false;
    assert.equal(gate.pass(), false);
    time.visible = true;
    assert.equal(gate.pass(), true, 'what was not heard takes nobody else its turn');
    assert.equal(gate.pass(), false);
    time.advance(4990);
    assert.equal(gate.pass(), false);
    time.advance(20);
    assert.equal(gate.pass(), true);
  });
});

describe('EngineClock', () => {
  it('follows the clock of the samples and goes on without them', () => {
    let local = 1_000_000;
    const clock = new EngineClock(() => local);
    assert.equal(clock.now(), 1_000_000);
    clock.heard(0);
    assert.equal(clock.now(), 1_000_000, 'without a sample nothing is known');
    clock.heard(400_000);
    local += 5000;
    assert.equal(clock.now(), 405_000);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FrameLoop } from '../../../webview/shared/frameLoop';
import { Silence } from '../../../webview/shared/silence';
import { FakePageTime } from './fakePageTime';

const loopOf = () => {
  const time = new FakePageTime();
  const drawn: number[] = [];
  const loop = new FrameLoop(
    time,
    () => 100,
    () => drawn.push(time.now()),
  );
  return { time, drawn, loop };
};

describe('FrameLoop', () => {
  it('draws at most once a period however often there is something new', () => {
    const { time, drawn, loop } = loopOf();
    for (let ms = 0; ms < 1000; ms += 5) {
      loop.request();
      time.advance(5);
    }
    assert.ok(drawn.length >= 8 && drawn.length <= 10, `${drawn.length} pictures in a second`);
    for (let at = 1; at < drawn.length; at++) assert.ok(drawn[at]! - drawn[at - 1]! >= 100);
  });

  it('has nothing pending while there is nothing new', () => {
    const { time, drawn, loop } = loopOf();
    loop.request();
    time.advance(500);
    assert.equal(drawn.length, 1);
    assert.equal(time.pending, 0);
  });

  it('asks for nothing while hidden, and draws once when shown again', () => {
    const { time, drawn, loop } = loopOf();
    loop.request();
    time.visible = false;
    loop.visibilityChanged();
    assert.equal(time.pending, 0);
    for (let at = 0; at < 20; at++) {
      loop.request();
      loop.hurry();
      time.advance(50);
    }
    assert.equal(drawn.length, 0);
    assert.equal(time.pending, 0);
    time.visible = true;
    loop.visibilityChanged();
    time.advance(500);
    assert.equal(drawn.length, 1);
  });

  it('does not let the user wait for the end of a period', () => {
    const { time, drawn, loop } = loopOf();
    loop.request();
    time.advance(20);
    loop.request();
    loop.hurry();
    time.advance(20);
    assert.equal(drawn.length, 2);
    assert.equal(time.pending, 0);
  });
});

describe('Silence', () => {
  it('is noticed when data stops, and ends when it comes again', () => {
    const time = new FakePageTime();
    let changes = 0;
    const silence = new Silence(time, () => changes++);
    silence.expect(true);
    for (let at = 0; at < 100; at++) {
      silence.heard();
      time.advance(100);
    }
    assert.equal(silence.isSilent, false);
    time.advance(7000);
    assert.equal(silence.isSilent, true);
    assert.equal(time.pending, 0);
    silence.heard();
    assert.equal(silence.isSilent, false);
    assert.equal(changes, 2);
  });

  it('is expected while paused, and not watched for while hidden', () => {
    const time = new FakePageTime();
    const silence = new Silence(time, () => undefined);
    silence.expect(true);
    silence.expect(false);
    assert.equal(time.pending, 0);
    silence.expect(true);
    time.visible = false;
    silence.visibilityChanged();
    assert.equal(time.pending, 0);
    time.advance(20_000);
    assert.equal(silence.isSilent, false);
  });
});

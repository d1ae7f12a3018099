import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PaintTurns, stillMs, type Picture } from '../../../webview/shared/paintTurns';
import { FakePageTime } from './fakePageTime';

/** A page with pictures that take `costMs` each, and when they were painted. */
const pageOf = (pictures: number, still: number, costMs: number) => {
  const time = new FakePageTime();
  const painted: { readonly picture: number; readonly at: number }[] = [];
  let frames = 0;
  let spentMs = 0;
  const busy = Object.assign(Object.create(time) as FakePageTime, { now: () => time.now() + spentMs });
  const turns = new PaintTurns(busy, () => {
    frames++;
    spentMs = 0;
  });
  const all = Array.from({ length: pictures }, (_, picture): Picture => ({
    stillMs: still,
    paint: () => {
      painted.push({ picture, at: time.now() });
      spentMs += costMs;
    },
  }));
  const askAll = (): void => {
    for (const one of all) turns.ask(one);
  };
  const advance = (ms: number): void => {
    spentMs = 0;
    time.advance(ms);
  };
  return { time, turns, all, painted, askAll, advance, frames: () => frames };
};

describe('Pictures of a page', () => {
  it('are painted in as many frames as leave each of them short, each picture once', () => {
    const { painted, askAll, advance } = pageOf(8, 500, 1);
    askAll();
    advance(200);
    assert.deepEqual(
      painted.map(({ picture }) => picture),
      [0, 1, 2, 3, 4, 5, 6, 7],
    );
    const inOneFrame = new Map<number, number>();
    for (const { at } of painted) inOneFrame.set(at, (inOneFrame.get(at) ?? 0) + 1);
    assert.deepEqual([...inOneFrame.values()], [2, 2, 2, 2]);
  });

  it('are painted no more often than they look other, however often they ask, and the last asking counts', () => {
    const { painted, askAll, advance, time } = pageOf(8, 500, 1);
    for (let ms = 0; ms < 5000; ms += 100) {
      askAll();
      advance(100);
    }
    const ofFirst = painted.filter(({ picture }) => picture === 0).map(({ at }) => at);
    for (let at = 1; at < ofFirst.length; at++) assert.ok(ofFirst[at]! - ofFirst[at - 1]! >= 500);
    for (let picture = 0; picture < 8; picture++) {
      const count = painted.filter((one) => one.picture === picture).length;
      assert.ok(count >= 8 && count <= 10, `${count} times in 5 s`);
    }
    const before = painted.length;
    askAll();
    advance(1000);
    assert.equal(painted.length, before + 8, 'what came after the newest picture is painted without another asking');
    assert.equal(time.pending, 0, 'nothing runs with nothing to paint');
  });

  it('that take long are painted one a frame, and none waits for ever', () => {
    const { painted, askAll, advance } = pageOf(5, 0, 10);
    for (let ms = 0; ms < 2000; ms += 100) {
      askAll();
      advance(100);
    }
    for (let picture = 0; picture < 5; picture++)
      assert.ok(painted.filter((one) => one.picture === picture).length >= 15);
  });

  it('are painted at once when it must not wait', () => {
    const { painted, askAll, advance, turns } = pageOf(2, 1000, 0);
    askAll();
    advance(50);
    askAll();
    advance(50);
    assert.equal(painted.length, 2);
    turns.hurry();
    advance(20);
    assert.equal(painted.length, 4);
  });

  it('wait while the page is hidden, and those that are gone are not painted', () => {
    const { painted, askAll, advance, turns, time, all } = pageOf(2, 0, 0);
    askAll();
    time.visible = false;
    turns.visibilityChanged();
    assert.equal(time.pending, 0);
    askAll();
    advance(500);
    assert.deepEqual(painted, []);
    turns.leave(all[0]!);
    time.visible = true;
    turns.visibilityChanged();
    advance(100);
    assert.deepEqual(
      painted.map(({ picture }) => picture),
      [1],
    );
    assert.equal(time.pending, 0);
  });

  it('tell the page of each frame in which they are painted', () => {
    const { askAll, advance, frames } = pageOf(4, 0, 10);
    askAll();
    advance(200);
    assert.equal(frames(), 4);
  });

  it('of 5 min over 600 pixels look the same for half a second, of a day for one', () => {
    assert.equal(stillMs(300_000, 600), 500);
    assert.equal(stillMs(86_400_000, 600), 1000);
    assert.equal(stillMs(60_000, 0), 1000);
  });

  it('are painted at once with what there was to hurry for, also where an older wish of theirs was still open', () => {
    const { turns, all, painted, askAll, advance } = pageOf(1, 1000, 1);
    askAll();
    advance(50);
    askAll();
    turns.hurry();
    advance(20);
    assert.equal(painted.length, 2, 'the older wish');
    turns.ask(all[0]!);
    advance(20);
    assert.equal(painted.length, 3);
    turns.ask(all[0]!);
    advance(500);
    assert.equal(painted.length, 3, 'what comes later waits its time again');
  });
});

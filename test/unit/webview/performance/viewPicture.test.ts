import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ViewPicture } from '../../../../webview/performance/viewPicture';
import { PaintTurns } from '../../../../webview/shared/paintTurns';
import type { Palette } from '../../../../webview/shared/palette';
import { FakePageTime } from '../fakePageTime';

const dark = {} as Palette;
const light = {} as Palette;

describe('A performance view among the pictures of its page', () => {
  let time: FakePageTime;
  let turns: PaintTurns;
  let drawn: Palette[];
  let rangeMs: number;
  let picture: ViewPicture;
  beforeEach(() => {
    time = new FakePageTime();
    turns = new PaintTurns(time, () => undefined);
    drawn = [];
    rangeMs = 300_000;
    const draw = (palette: Palette): void => {
      drawn.push(palette);
    };
    picture = new ViewPicture(
      {
        get rangeMs() {
          return rangeMs;
        },
        width: 1000,
        draw,
      },
      turns,
    );
  });

  /** Ten times a second, as samples come. */
  const follow = (ms: number): void => {
    for (let at = 0; at < ms; at += 100) {
      picture.draw(dark);
      time.advance(100);
    }
  };

  it('is drawn once for each pixel that time has moved on, and once a second at least', () => {
    follow(3000);
    assert.ok(drawn.length >= 6 && drawn.length <= 11, `${drawn.length} times in 3 s with a pixel each 0.3 s`);
    drawn = [];
    rangeMs = 30 * 86_400_000;
    follow(3000);
    assert.ok(drawn.length >= 2 && drawn.length <= 4, `${drawn.length} times in 3 s with a pixel each 43 min`);
  });

  it('is drawn at once in other colours, and when the user did something', () => {
    follow(200);
    const before = drawn.length;
    picture.draw(light);
    time.advance(20);
    assert.deepEqual(drawn.slice(before), [light]);
    picture.draw(light);
    turns.hurry();
    time.advance(20);
    assert.equal(drawn.length, before + 2);
  });

  it('is drawn in the very next frame when it is hurried, and once', () => {
    picture.draw(dark);
    time.advance(2000);
    drawn = [];
    picture.hurry();
    picture.draw(dark);
    time.advance(17);
    assert.deepEqual(drawn, [dark]);
    time.advance(2000);
    assert.deepEqual(drawn, [dark], 'nothing was new since');
    picture.hurry();
    time.advance(17);
    picture.draw(dark);
    time.advance(2000);
    assert.deepEqual(drawn, [dark, dark], 'the page drew after it in the same frame');
    picture.hurry();
    picture.draw(light);
    time.advance(17);
    assert.deepEqual(drawn, [dark, dark, light]);
  });

  it('is not drawn any more once it is gone', () => {
    picture.draw(dark);
    picture.dispose();
    time.advance(2000);
    assert.deepEqual([drawn.length, time.pending], [0, 0]);
  });
});

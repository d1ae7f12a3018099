import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import type { TimeRange } from '../../../../webview/performance/chart/chartContent';
import { brushStep } from '../../../../webview/performance/chart/brushKeys';
import { noKeys, pressed } from '../../../../webview/performance/chart/chartKeys';
import { chosenBy, dragFrom, dragTo, pannedBy, zoomOf, type Press } from '../../../../webview/performance/chart/drag';
import { turned } from '../../../../webview/performance/chart/wheel';
import { between, leastSpanMs, mostSpanMs, panned, resized, zoomed } from '../../../../webview/performance/chart/zoom';

const day = 86_400_000;
const at = 1_780_000_000_000;
const bounds = fc
  .tuple(fc.integer({ min: 0, max: 90 * day }), fc.integer({ min: 2000, max: 90 * day }))
  .map(([offset, span]): TimeRange => ({ from: at + offset, to: at + offset + span }));
/** Bounds, and a stretch inside them that may be shown. */
const shown = bounds.chain((whole) =>
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })).map(([a, b]) => ({
    whole,
    range: between(whole.from + a * (whole.to - whole.from), whole.from + b * (whole.to - whole.from), whole),
  })),
);
const anyTime = fc.double({ min: at - 200 * day, max: at + 400 * day, noNaN: true });

/** A millisecond, for what doubles lose so far from 1970. */
const slack = 1;

function assertAllowed({ from, to }: TimeRange, whole: TimeRange): void {
  assert.ok(to - from >= leastSpanMs - slack && to - from <= mostSpanMs + slack, `${to - from} ms`);
  assert.ok(from >= whole.from - slack && to <= whole.to + slack, `${from} to ${to} of ${whole.from} to ${whole.to}`);
}

describe('Zooming', () => {
  it('never leaves the bounds, nor shows less than a second or more than 30 days', () => {
    fc.assert(
      fc.property(shown, anyTime, anyTime, fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (one, a, b, factor) => {
        const { whole, range } = one;
        assertAllowed(range, whole);
        assertAllowed(between(a, b, whole), whole);
        assertAllowed(zoomed(range, a, factor, whole), whole);
        assertAllowed(panned(range, a - b, whole), whole);
        assertAllowed(resized(range, 'from', a, whole), whole);
        assertAllowed(resized(range, 'to', b, whole), whole);
      }),
    );
  });

  it('keeps the time at the pointer where it is, unless an end of the bounds comes first', () => {
    const whole = { from: at - 15 * day, to: at + 15 * day };
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        (share, factor) => {
          const range = { from: at, to: at + day / 4 };
          const time = range.from + share * (range.to - range.from);
          const next = zoomed(range, time, factor, whole);
          assert.ok(Math.abs((time - next.from) / (next.to - next.from) - share) < 1e-6);
        },
      ),
    );
  });

  it('pans by as much as it is asked, with the same length, until a bound', () => {
    fc.assert(
      fc.property(shown, fc.integer({ min: -60 * day, max: 60 * day }), ({ whole, range }, by) => {
        const next = panned(range, by, whole);
        assert.ok(Math.abs(next.to - next.from - (range.to - range.from)) <= slack);
        const wanted = Math.min(Math.max(range.from + by, whole.from), whole.to - (range.to - range.from));
        assert.ok(Math.abs(next.from - wanted) <= slack);
      }),
    );
  });

  it('moves one end and leaves the other', () => {
    fc.assert(
      fc.property(shown, anyTime, ({ whole, range }, time) => {
        assert.equal(resized(range, 'from', time, whole).to, range.to);
        assert.equal(resized(range, 'to', time, whole).from, range.from);
      }),
    );
  });
});

describe('A drag', () => {
  const range = { from: at, to: at + 600_000 };
  const whole = { from: at - day, to: at + day };
  const width = 600;
  const press = (extra: Partial<Press> = {}): Press => ({
    x: 100,
    button: 0,
    isShifted: false,
    isTouch: false,
    ...extra,
  });
  const timeOf = (x: number): number => range.from + x * 1000;

  it('chooses, pans with shift, the middle button or a finger, and leaves other buttons alone', () => {
    const kindOf = (extra: Partial<Press>): string | undefined => dragFrom(press(extra), at, range, width)?.kind;
    assert.deepEqual(
      [{}, { isShifted: true }, { button: 1 }, { isTouch: true }, { button: 2 }, { button: 3 }].map(kindOf),
      ['select', 'pan', 'pan', 'pan', undefined, undefined],
    );
  });

  it('is a click until it has moved by some pixels, and one that came back stays a drag', () => {
    const drag = dragFrom(press(), timeOf(100), range, width)!;
    assert.equal(zoomOf(dragTo(drag, 103, timeOf(103)), whole), undefined);
    const far = dragTo(drag, 300, timeOf(300));
    assert.deepEqual(chosenBy(far), { from: timeOf(100), to: timeOf(300) });
    assert.deepEqual(chosenBy(dragTo(far, 101, timeOf(101))), { from: timeOf(100), to: timeOf(101) });
  });

  it('shows the same stretch whichever way it went', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: width }), fc.integer({ min: 0, max: width }), (one, other) => {
        fc.pre(Math.abs(one - other) >= 4);
        const zoom = (a: number, b: number): TimeRange | undefined =>
          zoomOf(dragTo(dragFrom(press({ x: a }), timeOf(a), range, width)!, b, timeOf(b)), whole);
        assert.deepEqual(zoom(one, other), zoom(other, one));
        assert.deepEqual(zoom(one, other), { from: timeOf(Math.min(one, other)), to: timeOf(Math.max(one, other)) });
      }),
    );
  });

  it('takes the picture along with the pointer, however often it is asked', () => {
    const drag = dragFrom(press({ isShifted: true }), timeOf(100), range, width)!;
    assert.deepEqual(pannedBy(drag, 150, whole), { from: at - 50_000, to: at + 550_000 });
    assert.deepEqual(pannedBy(dragTo(drag, 300, at), 150, whole), { from: at - 50_000, to: at + 550_000 });
    assert.equal(chosenBy(dragTo(drag, 300, at)), undefined);
  });
});

describe('A wheel', () => {
  const range = { from: at, to: at + 600_000 };
  const whole = { from: at - day, to: at + day };
  const turn = { deltaX: 0, deltaY: 100, deltaMode: 0, isZoom: false, isShifted: false };

  it('belongs to the page unless it zooms, is shifted or goes sideways', () => {
    assert.equal(turned(turn, range, at, 600, whole), undefined);
    assert.deepEqual(turned({ ...turn, isShifted: true }, range, at, 600, whole), {
      from: at + 100_000,
      to: at + 700_000,
    });
    assert.deepEqual(turned({ ...turn, deltaX: 120, deltaY: 3 }, range, at, 600, whole), {
      from: at + 120_000,
      to: at + 720_000,
    });
  });

  it('stays in the bounds whatever a device tells', () => {
    const delta = fc.oneof(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), fc.constantFrom(0, -0, 1e308, -1e308));
    fc.assert(
      fc.property(
        delta,
        delta,
        fc.integer({ min: 0, max: 3 }),
        fc.boolean(),
        fc.boolean(),
        (deltaX, deltaY, deltaMode, isZoom, isShifted) => {
          const next = turned({ deltaX, deltaY, deltaMode, isZoom, isShifted }, range, at + 5000, 600, whole);
          if (next) assertAllowed(next, whole);
        },
      ),
    );
  });
});

describe('Keys', () => {
  const whole = { from: at - day, to: at + day };
  const range = { from: at, to: at + 600_000 };
  const key = (name: string, isShifted = false): { key: string; isShifted: boolean } => ({ key: name, isShifted });
  const names = ['ArrowLeft', 'ArrowRight', 'Home', 'End', '+', '-', ' ', 'Enter', 'Escape'] as const;

  it('keep the time that is looked at in what is shown, and what is shown in the bounds', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...names), fc.boolean()), { maxLength: 60 }), (presses) => {
        let state = noKeys;
        let now: TimeRange = range;
        for (const [name, isShifted] of presses) {
          const effect = pressed(key(name, isShifted), state, now, whole);
          if (!effect) {
            assert.equal(name, 'Enter');
            continue;
          }
          if (!effect.range && effect.state.time !== undefined && name !== 'Escape')
            assert.ok(effect.state.time >= now.from && effect.state.time <= now.to);
          state = effect.state;
          now = effect.range ?? now;
          assertAllowed(now, whole);
        }
      }),
    );
  });

  it('undo one thing at a time, and go back when nothing is left', () => {
    let effect = pressed(key('ArrowLeft'), noKeys, range, whole)!;
    effect = pressed(key(' '), effect.state, range, whole)!;
    assert.ok(effect.state.anchor !== undefined);
    effect = pressed(key('Escape'), effect.state, range, whole)!;
    assert.ok(effect.state.anchor === undefined && effect.state.time !== undefined && !effect.isBack);
    effect = pressed(key('Escape'), effect.state, range, whole)!;
    assert.ok(effect.state.time === undefined && !effect.isBack);
    assert.equal(pressed(key('Escape'), effect.state, range, whole)!.isBack, true);
  });

  it('that mean nothing here are left to the page', () => {
    for (const name of ['Tab', 'a', 'F5', 'PageDown', 'Enter'])
      assert.equal(pressed(key(name), noKeys, range, whole), undefined);
  });

  it('move an end of the strip’s window and stay in the bounds', () => {
    const strip = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', '+', '-'];
    fc.assert(
      fc.property(
        shown,
        fc.constantFrom(...strip),
        fc.boolean(),
        fc.constantFrom('from', 'to'),
        (one, name, shiftKey, end) => {
          const next = brushStep({ key: name, shiftKey }, end, { whole: one.whole, window: one.range });
          assert.ok(next);
          assertAllowed(next, one.whole);
        },
      ),
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import { units } from '../../../../src/protocol/metric';
import { axesOf, axisEnds, axisTop, roomForAxes } from '../../../../webview/performance/chart/axes';
import { axisHead, valueTicks, valueTickText } from '../../../../webview/performance/chart/valueTicks';

const unit = fc.constantFrom(...units);
const value = fc.oneof(
  fc.double({ min: 0, max: 1e15, noNaN: true }),
  fc.double({ min: 0, max: 10, noNaN: true }),
  fc.constantFrom(NaN, Infinity, -Infinity, 0),
);

describe('Axes', () => {
  it('are one for each unit, in the order in which they come, the first alone at the left', () => {
    fc.assert(
      fc.property(fc.array(unit), (wanted) => {
        const axes = axesOf(wanted.map((axis) => ({ axis })));
        assert.deepEqual(
          axes.map((axis) => axis.unit),
          [...new Set(wanted)],
        );
        assert.ok(axes.every(({ side }, at) => side === (at === 0 ? 'left' : 'right')));
      }),
    );
  });

  it('leave the lines room, but for one that is always there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 3000 }), (axes, width) => {
        const shown = roomForAxes(axes, width, 62);
        assert.ok(shown <= axes && shown >= Math.min(1, axes));
        if (shown > 1) assert.ok(width - shown * 62 >= 140);
      }),
    );
  });

  it('reach above every value, not ten times as far, and their quarters are written without loss', () => {
    fc.assert(
      fc.property(unit, value, (one, greatest) => {
        const top = axisTop(greatest, one);
        assert.ok(Number.isFinite(top) && top > 0);
        if (!Number.isFinite(greatest) || one === 'flag') return;
        assert.ok(top >= greatest * (1 - 1e-12), `${top} for ${greatest} ${one}`);
        if (greatest > 1024) assert.ok(top <= greatest * 2.01, `${top} for ${greatest} ${one}`);
      }),
    );
  });

  it('begin at 0, or as far below as above where values are below it', () => {
    const [axis] = axesOf([{ axis: 'celsius' }]);
    assert.deepEqual(axisEnds(axis!, 20, 63), { min: 0, max: 80 });
    assert.deepEqual(axisEnds(axis!, -15, 8), { min: -20, max: 20 });
    assert.deepEqual(axisEnds(axis!, Infinity, -Infinity), { min: 0, max: 1 });
    assert.deepEqual(axisEnds({ ...axis!, min: 5, max: 5 }, 0, 0), { min: 5, max: 6 });
  });

  it('of percent end at 100 as long as no value is above', () => {
    assert.deepEqual(
      [0, 3, 99.9, 100, NaN].map((greatest) => axisTop(greatest, 'percent')),
      [100, 100, 100, 100, 100],
    );
    assert.equal(axisTop(640, 'percent'), 800);
  });

  it('have labels at round places that differ from each other', () => {
    fc.assert(
      fc.property(
        unit,
        fc.double({ min: 0, max: 1e12, noNaN: true }),
        fc.integer({ min: 40, max: 800 }),
        (one, greatest, height) => {
          const max = axisTop(greatest, one);
          const ticks = valueTicks(0, max, height, one);
          assert.equal(ticks[0], 0);
          assert.equal(ticks[ticks.length - 1], max);
          const texts = ticks.map((tick) => valueTickText(tick, max, one));
          assert.equal(new Set(texts).size, texts.length, texts.join(' '));
        },
      ),
    );
  });

  it('name their unit once: in the labels or above them', () => {
    const textOf = (of: number, max: number, one: (typeof units)[number]): string =>
      `${axisHead(one)}|${valueTickText(of, max, one)}`.replaceAll('\u00a0', ' ');
    assert.deepEqual(
      [
        textOf(75, 100, 'percent'),
        textOf(1536 * 1024, 2 * 1024 * 1024, 'bytes'),
        textOf(768, 1024, 'bytes_per_second'),
        textOf(250, 1000, 'milliseconds'),
        textOf(15_000, 20_000, 'milliseconds'),
        textOf(30, 40, 'tokens_per_second'),
        textOf(0.75, 1, 'bits'),
        textOf(1, 1, 'flag'),
        textOf(3, 4, 'requests'),
      ],
      ['|75%', '|1.5 MiB', '|768 B/s', '|250 ms', '|15 s', 'tok/s|30', 'bits|0.75', '|yes', 'requests|3'],
    );
  });
});

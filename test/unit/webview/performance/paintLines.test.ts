import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChartLine, TimeRange } from '../../../../webview/performance/chart/chartContent';
import { DrawnLine } from '../../../../webview/performance/chart/drawnLine';
import { paintLine } from '../../../../webview/performance/chart/paintLines';
import type { Palette } from '../../../../webview/shared/palette';
import type { Plane } from '../../../../webview/shared/plane';

const area = { left: 50, right: 1050, top: 0, bottom: 200 };
const palette = { lines: { blue: '#00f' } } as unknown as Palette;

/** As Chart.js tells places: none is farther off than 16 bits hold. */
const planeOf = ({ from, to }: TimeRange): Plane => ({
  area,
  xOf: (time) =>
    Math.max(-32_768, Math.min(32_767, area.left + ((time - from) / (to - from)) * (area.right - area.left))),
  yOf: (value) => area.bottom - value,
});

/** A canvas that remembers the corners of its path. */
function tracingPaper(): { readonly context: CanvasRenderingContext2D; readonly corners: [number, number][] } {
  const corners: [number, number][] = [];
  const put = (x: number, y: number): void => {
    corners.push([x, y]);
  };
  const none = (): void => undefined;
  const context = { beginPath: none, moveTo: put, lineTo: put, setLineDash: none, stroke: none };
  return { context: context as unknown as CanvasRenderingContext2D, corners };
}

const lineOf = (rows: readonly (readonly [number, number])[]): ChartLine => ({
  ...{ key: 'a', name: 'A', axis: 'watts', colour: 'blue', isDashed: false, quality: 'measured', isComparison: false },
  data: {
    stepMs: 0,
    times: Float64Array.from(rows, ([time]) => time),
    avg: Float64Array.from(rows, ([, value]) => value),
  },
});

describe('A line on its canvas', () => {
  const painted = (range: TimeRange, rows: readonly (readonly [number, number])[]): [number, number][] => {
    const line = new DrawnLine(lineOf(rows));
    line.fill(range.from, range.to, 1);
    const { context, corners } = tracingPaper();
    paintLine(context, planeOf(range), line, range, [], palette);
    return corners;
  };

  it('lies where its times are, however long before the stretch its first sample was', () => {
    const range = { from: 3_600_000, to: 3_602_000 };
    const corners = painted(range, [
      [0, 5],
      [3_600_500, 10],
      [3_601_000, 20],
      [3_601_500, 30],
    ]);
    assert.deepEqual(corners.slice(-3), [
      [300, 190],
      [550, 180],
      [800, 170],
    ]);
  });

  it('is nothing where nothing was drawn yet', () => {
    assert.deepEqual(painted({ from: 0, to: 0 }, []), []);
  });
});

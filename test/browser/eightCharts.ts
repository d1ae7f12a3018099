import { Column } from '../../webview/shared/column';
import type { Line } from '../../webview/shared/line';
import { LineChart } from '../../webview/shared/lineChart';
import { lineColours, readPalette } from '../../webview/shared/palette';
import { Trace } from '../../webview/shared/trace';

/** What one run of the measurement found. */
export interface UpdateCost {
  /** Script time of one update of all charts, ms, ascending. */
  readonly updatesMs: number[];
  readonly charts: number;
  readonly linesEach: number;
}

declare global {
  interface Window {
    measureUpdates: (updates: number) => UpdateCost;
  }
}

const nothing = (): void => undefined;
const charts = 8;
const linesEach = 2;
const rangeMs = 300_000;
const periodMs = 100;

/** Eight charts of two lines with five minutes at 10 Hz, to measure what bringing them up to date costs. */
const root = document.querySelector<HTMLElement>('main#app')!;
root.className = 'cards';
const palette = readPalette();
const drawn = Array.from({ length: charts }, (_, chart) => {
  const canvas = document.createElement('canvas');
  const plot = document.createElement('div');
  plot.className = 'plot';
  plot.style.height = '170px';
  plot.append(canvas);
  root.append(plot);
  const lines = Array.from({ length: linesEach }, (_unused, at): Line => ({
    key: String(at),
    name: `Line ${at}`,
    colour: lineColours[at]!,
    isDashed: false,
    trace: new Trace(new Column()),
    quality: 'measured',
  }));
  const options = {
    unit: 'percent',
    scale: 'percent',
    isFilled: chart % 2 === 0,
    underlay: nothing,
    overlay: nothing,
  } as const;
  return { chart: new LineChart(canvas, options), lines };
});

let now = 1_780_000_000_000;
function sample(): void {
  now += periodMs;
  for (const { lines } of drawn)
    lines.forEach(({ trace }, at) => {
      if (trace instanceof Trace) trace.take(now, 50 + 30 * Math.sin(now / 7000 + at) + 15 * Math.random());
    });
}
for (let at = 0; at < rangeMs / periodMs; at++) sample();

window.measureUpdates = (updates) => {
  const updatesMs = Array.from({ length: updates }, () => {
    const start = performance.now();
    sample();
    for (const { chart, lines } of drawn) chart.draw(lines, () => true, now - rangeMs, now, palette);
    return performance.now() - start;
  });
  return { updatesMs: updatesMs.sort((a, b) => a - b), charts, linesEach };
};

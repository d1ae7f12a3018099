import uPlot from 'uplot';
import { axesOf } from '../../../webview/performance/chart/axes';
import type { ChartLine, LineColumns } from '../../../webview/performance/chart/chartContent';
import { TimeChart } from '../../../webview/performance/chart/timeChart';
import { Column } from '../../../webview/shared/column';
import { el } from '../../../webview/shared/dom';
import { pageTime } from '../../../webview/shared/frameLoop';
import { lineColours, readPalette, type LineColour } from '../../../webview/shared/palette';
import { PaintTurns, stillMs, type Picture } from '../../../webview/shared/paintTurns';
import { Trace } from '../../../webview/shared/trace';

export type Drawer = 'ours' | 'uPlot';

export interface ChartBench {
  readonly charts: number;
  readonly linesEach: number;
  /** Puts eight charts of one kind on the page, in place of those before. */
  open(drawer: Drawer): void;
  /** Script time of each of so many redraws of all charts with a new sample, ms. */
  redraws(count: number): number[];
  /** Redraws all charts ten times a second, each in a frame. */
  live(redraws: number): Promise<{ readonly scriptMs: number[]; readonly longTasks: number }>;
  /** Script time of each frame while eight charts of ours, sampled ten times a second, are painted in turns as on the dashboard, ms. */
  inTurns(seconds: number): Promise<number[]>;
  /** Time from the columns of 30 days until their pixels are there, ms. */
  pastMonth(count: number): number[];
}

declare global {
  interface Window {
    chartBench: ChartBench;
  }
}

const charts = 8;
const linesEach = 2;
const rangeMs = 300_000;
const periodMs = 100;
const kept = rangeMs / periodMs;
const width = 600;
const height = 170;
const mostRedraws = 100_000;
const noMarks = { alerts: [], sessions: [], isComplete: true } as const;

const root = document.querySelector<HTMLElement>('main#app')!;
const palette = readPalette();
let now = 1_780_000_000_000;
const valueAt = (time: number, chart: number, line: number): number =>
  50 + 30 * Math.sin(time / 7000 + line + chart) + 15 * Math.random();

/** Draws all charts with one sample more. */
let redrawAll: () => void = () => undefined;
let closeAll: () => void = () => undefined;
/** Takes one sample more for all charts of ours. */
let sampleOurs: () => void = () => undefined;
let pictures: readonly Picture[] = [];

const lineOf = (key: string, colour: LineColour, data: ChartLine['data']): ChartLine => ({
  key,
  name: key,
  axis: 'percent',
  colour,
  isDashed: false,
  data,
  quality: 'measured',
  isComparison: false,
});

function placeFor(): HTMLElement {
  const place = el('div', 'time-plot');
  place.style.width = `${width}px`;
  place.style.height = `${height}px`;
  root.append(place);
  return place;
}

function openOurs(): void {
  const drawn = Array.from({ length: charts }, (_, chart) => {
    const canvas = el('canvas');
    placeFor().append(canvas);
    const traces = Array.from({ length: linesEach }, () => new Trace(new Column()));
    const lines = traces.map((trace, at) => lineOf(`line ${at}`, lineColours[at]!, trace));
    const sample = (): void => {
      traces.forEach((trace, at) => {
        trace.take(now, valueAt(now, chart, at));
        trace.column!.dropBefore(now - rangeMs);
      });
    };
    const time = new TimeChart(canvas);
    time.fit();
    return { time, lines, sample, axes: axesOf(lines) };
  });
  sampleOurs = () => {
    now += periodMs;
    for (const { sample } of drawn) sample();
  };
  pictures = drawn.map(({ time, lines, axes }) => ({
    stillMs: stillMs(rangeMs, width),
    paint: () => {
      time.draw({ from: now - rangeMs, to: now, axes, lines, marks: noMarks, quantiles: [] }, palette);
    },
  }));
  for (let at = 0; at < kept; at++) sampleOurs();
  redrawAll = () => {
    sampleOurs();
    for (const picture of pictures) picture.paint();
  };
  closeAll = () => {
    for (const { time } of drawn) time.dispose();
  };
}

function openUPlot(): void {
  const times = new Float64Array(kept + mostRedraws);
  let end = 0;
  const drawn = Array.from({ length: charts }, (_, chart) => {
    const values = Array.from({ length: linesEach }, () => new Float64Array(kept + mostRedraws));
    const axis = { stroke: palette.mutedText, grid: { stroke: palette.grid, width: 1 } };
    const plot = new uPlot(
      {
        width,
        height,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { auto: false, range: (_u, min, max) => [min, max] }, y: { auto: false, range: [0, 100] } },
        axes: [axis, axis],
        series: [
          {},
          ...values.map((_values, at) => ({
            stroke: palette.lines[lineColours[at]!],
            width: 1.5,
            points: { show: false },
          })),
        ],
      },
      [[], ...values.map(() => [])],
      placeFor(),
    );
    const sample = (): void => {
      values.forEach((column, at) => {
        column[end] = valueAt(now, chart, at);
      });
    };
    const show = (): void => {
      const first = Math.max(0, end - kept);
      plot.batch(() => {
        plot.setData([times.subarray(first, end), ...values.map((column) => column.subarray(first, end))], false);
        plot.setScale('x', { min: (now - rangeMs) / 1000, max: now / 1000 });
      });
    };
    return { plot, sample, show };
  });
  const sampleAll = (): void => {
    now += periodMs;
    times[end] = now / 1000;
    for (const { sample } of drawn) sample();
    end++;
  };
  for (let at = 0; at < kept; at++) sampleAll();
  redrawAll = () => {
    sampleAll();
    for (const { show } of drawn) show();
  };
  closeAll = () => {
    for (const { plot } of drawn) plot.destroy();
  };
}

const timed = (work: () => void): number => {
  const begin = performance.now();
  work();
  return performance.now() - begin;
};

function monthLine(at: number, stepMs: number, steps: number): ChartLine {
  const times = Float64Array.from({ length: steps }, (_, step) => now + (step - steps) * stepMs);
  const avg = times.map((time) => valueAt(time / 1000, 0, at));
  const data: LineColumns = {
    stepMs,
    times,
    avg,
    min: avg.map((value) => value - 4),
    max: avg.map((value) => value + 4),
    count: avg.map(() => 720),
  };
  return lineOf(`month ${at}`, lineColours[at]!, data);
}

window.chartBench = {
  charts,
  linesEach,
  open(drawer) {
    closeAll();
    root.replaceChildren();
    if (drawer === 'ours') openOurs();
    else openUPlot();
  },
  redraws: (count) => Array.from({ length: count }, () => timed(redrawAll)),
  live: (redraws) =>
    new Promise((resolve) => {
      const scriptMs: number[] = [];
      let longTasks = 0;
      const observer = new PerformanceObserver((list) => {
        longTasks += list.getEntries().length;
      });
      observer.observe({ entryTypes: ['longtask'] });
      const timer = setInterval(() => {
        requestAnimationFrame(() => {
          scriptMs.push(timed(redrawAll));
          if (scriptMs.length < redraws) return;
          clearInterval(timer);
          observer.disconnect();
          resolve({ scriptMs: scriptMs.slice(0, redraws), longTasks });
        });
      }, periodMs);
    }),
  inTurns: (seconds) =>
    new Promise((resolve) => {
      const scriptMs: number[] = [];
      const requestFrame = (draw: () => void): number => requestAnimationFrame(() => scriptMs.push(timed(draw)));
      const turns = new PaintTurns({ ...pageTime, requestFrame }, () => undefined);
      const timer = setInterval(() => {
        sampleOurs();
        for (const picture of pictures) turns.ask(picture);
      }, periodMs);
      setTimeout(() => {
        clearInterval(timer);
        for (const picture of pictures) turns.leave(picture);
        resolve(scriptMs);
      }, seconds * 1000);
    }),
  pastMonth: (count) => {
    const canvas = el('canvas');
    const place = placeFor();
    place.append(canvas);
    const time = new TimeChart(canvas);
    time.fit();
    const [stepMs, steps] = [7_200_000, 360];
    const costs = Array.from({ length: count }, () => {
      const lines = lineColours.map((_, at) => monthLine(at, stepMs, steps));
      const content = {
        from: now - steps * stepMs,
        to: now,
        axes: axesOf(lines),
        lines,
        marks: noMarks,
        quantiles: [],
      };
      return timed(() => {
        time.draw(content, palette);
        // Reading a pixel makes the browser paint what was only noted down until then.
        canvas.getContext('2d')!.getImageData(0, 0, 1, 1);
      });
    });
    time.dispose();
    place.remove();
    return costs;
  },
};

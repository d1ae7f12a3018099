import type { AlertMark } from '../../src/protocol/marks';
import { BrushStrip } from '../../webview/performance/chart/brushStrip';
import { axesOf } from '../../webview/performance/chart/axes';
import type { ChartContent, ChartLine, LineColumns, TimeRange } from '../../webview/performance/chart/chartContent';
import { ChartGestures } from '../../webview/performance/chart/chartGestures';
import { TimeChart } from '../../webview/performance/chart/timeChart';
import { traceOf } from '../../webview/performance/chart/lineData';
import { el } from '../../webview/shared/dom';
import { HoverBox } from '../../webview/shared/hoverBox';
import { readPalette } from '../../webview/shared/palette';

/** What the test asks of the page with one chart. */
export interface ChartRig {
  readonly changes: TimeRange[];
  readonly chosen: string[];
  backs: number;
  range: TimeRange;
  show(range: TimeRange): void;
  redraw(): void;
  xOf(time: number): number;
  yOf(value: number, unit: 'percent' | 'tokens_per_second'): number;
  areaOf(): { left: number; right: number; top: number; bottom: number };
  /** The colours of a column of the canvas, from above, as `r,g,b,a`, and how many device pixels are one of CSS. */
  column(x: number): { readonly pixels: string[]; readonly scale: number };
  png(): Promise<{
    readonly signature: number[];
    readonly width: number;
    readonly height: number;
    readonly corner: string;
    readonly colours: number;
  }>;
}

declare global {
  interface Window {
    chartRig: ChartRig;
    chartStart: number;
  }
}

const stepMs = 60_000;
const steps = 240;
/** A round minute, so that steps begin at its multiples. */
const start = 1_780_000_020_000;
const whole: TimeRange = { from: start, to: start + steps * stepMs };

/** CPU: 40 % on average, between 20 and 60, without the steps 100 to 119; its last value is that of a ramp. */
const isRecorded = (step: number): boolean => step < 100 || step >= 120;
const kept = Array.from({ length: steps }, (_, step) => step).filter(isRecorded);
const columnsOf = (avg: (step: number) => number, spread: number): LineColumns => ({
  stepMs,
  times: Float64Array.from(kept, (step) => start + step * stepMs),
  avg: Float64Array.from(kept, avg),
  min: Float64Array.from(kept, (step) => avg(step) - spread),
  max: Float64Array.from(kept, (step) => avg(step) + spread),
  count: Float64Array.from(kept, () => 60),
});
const cpu = columnsOf(() => 40, 20);
const speed = columnsOf((step) => 60 + 30 * Math.sin(step / 15), 6);
const memory = columnsOf((step) => 4e9 + step * 2e7, 0);

const lines: readonly ChartLine[] = [
  {
    key: 'cpu',
    name: 'CPU',
    axis: 'percent',
    colour: 'blue',
    isDashed: false,
    data: cpu,
    quality: 'measured',
    isComparison: false,
  },
  {
    key: 'cpu before',
    name: 'CPU before',
    axis: 'percent',
    colour: 'blue',
    isDashed: false,
    data: columnsOf((step) => 70 + 10 * Math.sin(step / 8), 5),
    quality: 'measured',
    isComparison: true,
    shiftMs: 0,
  },
  {
    key: 'speed',
    name: 'qwen2.5 speed',
    axis: 'tokens_per_second',
    colour: 'green',
    isDashed: false,
    data: speed,
    quality: 'estimated',
    reason: 'Counted from the stream, since the server gives no count.',
    isComparison: false,
  },
  {
    key: 'memory',
    name: 'Memory',
    axis: 'bytes',
    colour: 'purple',
    isDashed: true,
    data: memory,
    quality: 'measured',
    isComparison: false,
  },
];

const alert = (id: string, severity: AlertMark['severity'], from: number, to: number | null): AlertMark => ({
  id,
  rule: id,
  name: `${id} name`,
  severity,
  message: 'CPU above 90% for 5 s',
  from: start + from * stepMs,
  to: to === null ? null : start + to * stepMs,
});

const contentOf = (range: TimeRange): ChartContent => ({
  ...range,
  axes: axesOf(lines),
  lines,
  marks: {
    alerts: [alert('slow', 'info', 20, 26), alert('hot', 'warning', 60, 80), alert('full', 'critical', 150, 170)],
    sessions: [
      { id: 'a', from: start, to: start + 100 * stepMs },
      { id: 'b', from: start + 120 * stepMs, to: null },
    ],
    isComplete: true,
  },
  quantiles: [
    { line: 'speed', p: 50, value: 62 },
    { line: 'speed', p: 95, value: 88 },
    { line: 'speed', p: 99, value: 89 },
  ],
});

const root = document.querySelector<HTMLElement>('main#app')!;
const hoverBox = new HoverBox();
const canvas = el('canvas');
const plot = el('div', 'rig-plot', canvas);
// As a chart is made that comes to a page which is shown already.
root.append(plot);
const chart = new TimeChart(canvas);
const rig: ChartRig = {
  changes: [],
  chosen: [],
  backs: 0,
  range: whole,
  show(range) {
    rig.range = range;
    rig.redraw();
  },
  redraw() {
    const palette = readPalette();
    chart.fit();
    chart.draw(contentOf(rig.range), palette);
    brush.draw(
      {
        whole,
        window: rig.range,
        insets: chart.insets,
        lines: [
          { trace: traceOf(cpu, 0, false), colour: 'blue' },
          { trace: traceOf(speed, 0, false), colour: 'green' },
        ],
      },
      palette,
    );
  },
  xOf: (time) => chart.xOf(time),
  yOf: (value, unit) => chart.yOf(value, unit),
  areaOf: () => {
    const { left, right, top, bottom } = chart.area;
    return { left, right, top, bottom };
  },
  column(x) {
    const scale = canvas.width / canvas.getBoundingClientRect().width;
    const copy = document.createElement('canvas');
    Object.assign(copy, { width: canvas.width, height: canvas.height });
    const pixels = copy.getContext('2d', { willReadFrequently: true })!;
    pixels.drawImage(canvas, 0, 0);
    const { data } = pixels.getImageData(Math.round(x * scale), 0, 1, canvas.height);
    return { pixels: Array.from({ length: canvas.height }, (_, at) => data.slice(at * 4, at * 4 + 4).join()), scale };
  },
  async png() {
    const bytes = await chart.toPng('CPU and speed');
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const copy = document.createElement('canvas');
    Object.assign(copy, { width: image.width, height: image.height });
    const context = copy.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const colours = new Set<number>();
    for (let at = 0; at < data.length; at += 4) colours.add(data[at]! * 65536 + data[at + 1]! * 256 + data[at + 2]!);
    return {
      signature: [...bytes.slice(0, 8)],
      width: image.width,
      height: image.height,
      corner: data.slice(0, 4).join(),
      colours: colours.size,
    };
  },
};
const changed = (from: number, to: number): void => {
  rig.changes.push({ from, to });
  rig.show({ from, to });
};
const brush = new BrushStrip({ name: 'Rig', changed });
const gestures = new ChartGestures(plot, chart, {
  name: 'Rig',
  hoverBox,
  bounds: () => whole,
  changed,
  back: () => {
    rig.backs++;
    rig.show(whole);
    return true;
  },
  chose: (alerts) => {
    rig.chosen.push(...alerts.map(({ id }) => id));
  },
});
plot.style.height = '280px';
root.append(brush.root, hoverBox.root);
window.chartRig = rig;
window.chartStart = start;
rig.redraw();
new ResizeObserver(() => {
  rig.redraw();
}).observe(root);
window.addEventListener('pagehide', () => {
  gestures.dispose();
  brush.dispose();
  chart.dispose();
});

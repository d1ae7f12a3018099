import type { ChartOptions, Scale } from 'chart.js';
import type { Unit } from '../../src/protocol/metric';
import { formatTick } from './format';
import { tickText, timeTicks } from './timeTicks';

/** As wide as `512 KiB/s`, in every chart, so that their time axes agree and nothing moves when a scale changes. */
const valueAxisWidth = 62;
const minute = 60_000;

/** Options under which Chart.js only draws: it reads no events, parses nothing and never animates. */
export function chartOptions(unit: Unit): ChartOptions<'line'> {
  return {
    animation: false,
    parsing: false,
    normalized: true,
    responsive: true,
    maintainAspectRatio: false,
    events: [],
    spanGaps: false,
    layout: { padding: { top: 6, right: 2 } },
    elements: {
      line: { borderWidth: 1.5, borderJoinStyle: 'round', tension: 0 },
      point: { radius: 0, hitRadius: 0, hoverRadius: 0 },
    },
    scales: { x: timeAxis(), y: valueAxis(unit) },
  };
}

/** The axis of time below a chart; it keeps its ends where they are set. */
export function timeAxis(): NonNullable<ChartOptions<'line'>['scales']>[string] {
  return {
    type: 'linear',
    min: 0,
    max: minute,
    border: { display: false },
    grid: { drawTicks: false },
    ticks: {
      autoSkip: false,
      maxRotation: 0,
      padding: 4,
      callback(value) {
        const isNearEdge = Number(value) > this.max - (this.max - this.min) * (28 / Math.max(this.width, 1));
        if (isNearEdge) return '';
        return tickText(Number(value), this.max - this.min, this.width);
      },
    },
    afterBuildTicks: (axis: Scale) => {
      axis.ticks = timeTicks(axis.min, axis.max, axis.width).map((value) => ({ value }));
    },
    // Chart.js makes room for the outermost labels, which come and go; the lines must not jump with them.
    afterFit: (axis: Scale) => {
      axis.paddingLeft = 0;
      axis.paddingRight = 0;
    },
  };
}

function valueAxis(unit: Unit): NonNullable<ChartOptions<'line'>['scales']>[string] {
  return {
    type: 'linear',
    min: 0,
    max: 100,
    border: { display: false },
    grid: { drawTicks: false },
    ticks: { autoSkip: false, padding: 6, callback: (value) => formatTick(Number(value), unit) },
    afterBuildTicks: (axis: Scale) => {
      axis.ticks = [0, axis.max / 2, axis.max].map((value) => ({ value }));
    },
    afterFit: (axis: Scale) => {
      axis.width = valueAxisWidth;
    },
  };
}

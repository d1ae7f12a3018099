import type { ChartOptions, Scale } from 'chart.js';
import { timeAxis } from '../../shared/chartOptions';
import type { Palette } from '../../shared/palette';
import { roomForAxes } from './axes';
import type { Axis } from './chartContent';
import { valueTicks, valueTickText } from './valueTicks';

/** As wide as `512 KiB/s`, so that nothing moves when an end changes. */
export const axisWidth = 62;
/** Room above the lines for the glyphs of alerts and the heads of axes. */
export const headHeight = 20;
/** Room below the labels of the time axis for the strip of sessions. */
const footHeight = 8;

type Scales = NonNullable<ChartOptions<'line'>['scales']>;

/** Options under which Chart.js lays out and draws axes, and nothing else: no events, no animation, no data. */
export const layoutOptions: ChartOptions<'line'> = {
  animation: false,
  parsing: false,
  normalized: true,
  responsive: true,
  maintainAspectRatio: false,
  events: [],
  layout: { padding: { top: headHeight, right: 8, bottom: footHeight } },
};

export const scaleId = (axis: Pick<Axis, 'unit'>): string => `y-${axis.unit}`;

/** A time axis and one of values for each unit; those that leave no room for the lines are not shown. */
export function scalesOf(axes: readonly Axis[], width: number, palette: Palette): Scales {
  const shown = roomForAxes(axes.length, width, axisWidth);
  const time = timeAxis();
  return {
    x: {
      ...time,
      grid: { drawTicks: false, color: palette.grid },
      ticks: { ...time?.ticks, color: palette.mutedText },
    },
    ...Object.fromEntries(axes.map((axis, at) => [scaleId(axis), valueAxis(axis, at, at < shown, palette)])),
  };
}

function valueAxis({ unit, side }: Axis, at: number, isShown: boolean, palette: Palette): Scales[string] {
  return {
    type: 'linear',
    axis: 'y',
    display: isShown,
    position: side,
    min: 0,
    max: 1,
    // The first axis lies next to the lines, and the others in their order further out.
    weight: at,
    border: { display: false },
    // All axes have the same parts, so that the lines of one are those of all.
    grid: { drawTicks: false, drawOnChartArea: at === 0, color: palette.grid },
    ticks: {
      autoSkip: false,
      padding: 6,
      color: palette.mutedText,
      callback(value) {
        return valueTickText(Number(value), this.max, unit);
      },
    },
    afterBuildTicks: (axis: Scale) => {
      axis.ticks = valueTicks(axis.min, axis.max, axis.chart.height - headHeight - footHeight, unit).map((value) => ({
        value,
      }));
    },
    afterFit: (axis: Scale) => {
      axis.width = isShown ? axisWidth : 0;
    },
  };
}

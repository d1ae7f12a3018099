import { Chart, Filler, LinearScale, LineController, LineElement, PointElement, type ChartDataset } from 'chart.js';
import type { Unit } from '../../src/protocol/metric';
import { chartOptions } from './chartOptions';
import type { Line } from './line';
import type { Palette } from './palette';
import { PointBuffer, type Point } from './pointBuffer';
import { scaleTop, type Scale } from './scaleTop';

Chart.register(LineController, LineElement, PointElement, LinearScale, Filler);

/** A line's samples are gathered by this many pixels, so that its points stay few however many samples there are. */
const pixelsPerBucket = 2;
const assumedWidth = 400;

export interface LineChartOptions {
  readonly unit: Unit;
  readonly scale: Scale;
  /** Whether the area below the lines is tinted. */
  readonly isFilled: boolean;
  /** Draws below the lines. */
  readonly underlay: (context: CanvasRenderingContext2D, chart: LineChart) => void;
  /** Draws on top of the lines. */
  readonly overlay: (context: CanvasRenderingContext2D, chart: LineChart) => void;
}

interface Drawn {
  readonly dataset: ChartDataset<'line', Point[]>;
  readonly buffer: PointBuffer;
}

/** Lines over time on a canvas. Its points are reused from picture to picture. */
export class LineChart {
  private readonly chart: Chart<'line', Point[]>;
  private readonly drawn = new Map<string, Drawn>();
  private keys = '';
  private palette: Palette | undefined;

  constructor(
    canvas: HTMLCanvasElement,
    private readonly options: LineChartOptions,
  ) {
    this.chart = new Chart<'line', Point[]>(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: chartOptions(options.unit),
      plugins: [
        {
          id: 'layers',
          beforeDatasetsDraw: ({ ctx }) => {
            options.underlay(ctx, this);
          },
          afterDatasetsDraw: ({ ctx }) => {
            options.overlay(ctx, this);
          },
        },
      ],
    });
  }

  /** The part of the canvas in which lines are drawn, in CSS pixels. */
  get area(): { left: number; right: number; top: number; bottom: number } {
    return this.chart.chartArea;
  }

  /** Of the whole chart, CSS pixels. */
  get width(): number {
    return this.chart.width;
  }

  /** Draws those of the lines that are visible from one time to another, both in ms since 1970. */
  draw(lines: readonly Line[], isVisible: (line: Line) => boolean, from: number, to: number, palette: Palette): void {
    this.adopt(lines, palette);
    const width = this.chart.width || assumedWidth;
    const bucketMs = ((to - from) * pixelsPerBucket) / width;
    let greatest = 0;
    for (const line of lines) {
      const { dataset, buffer } = this.drawn.get(line.key)!;
      dataset.hidden = !isVisible(line);
      if (!dataset.hidden) greatest = Math.max(greatest, line.trace.fill(from, to, bucketMs, buffer));
    }
    const { x, y } = this.chart.options.scales!;
    x!.min = from;
    x!.max = to;
    y!.max = scaleTop(greatest, this.options.scale);
    this.chart.update('none');
  }

  /**
   * Takes the size of its place now. By itself it does so a frame after its place has shrunk, and lies over what has
   * taken the room until then.
   */
  fit(): void {
    const { canvas, width, height } = this.chart;
    const { clientWidth, clientHeight } = canvas.parentElement!;
    // A chart knows fractions of pixels, which its place does not tell.
    if (Math.abs(clientWidth - width) >= 1 || Math.abs(clientHeight - height) >= 1) this.chart.resize();
  }

  /** Draws the same picture again, for an overlay that changed. */
  repaint(): void {
    this.chart.draw();
  }

  /** Gives up the canvas; nothing may be called after it. */
  dispose(): void {
    this.chart.destroy();
  }

  timeAt(x: number): number {
    return this.chart.scales['x']!.getValueForPixel(x) ?? NaN;
  }

  xOf(time: number): number {
    return this.chart.scales['x']!.getPixelForValue(time);
  }

  yOf(value: number): number {
    return this.chart.scales['y']!.getPixelForValue(value);
  }

  private adopt(lines: readonly Line[], palette: Palette): void {
    const keys = lines.map(({ key, trace }) => `${key} ${trace.steps ? 'past' : 'live'}`).join('\n');
    if (keys === this.keys && palette === this.palette) return;
    this.keys = keys;
    if (palette !== this.palette) this.recolour(palette);
    const wanted = new Set(lines.map((line) => line.key));
    for (const key of this.drawn.keys()) if (!wanted.has(key)) this.drawn.delete(key);
    lines.forEach((line, at) => {
      const known = this.drawn.get(line.key);
      const buffer = known?.buffer ?? new PointBuffer();
      const dataset = known?.dataset ?? { data: buffer.points };
      Object.assign(dataset, this.styleOf(line, at, palette));
      this.drawn.set(line.key, { dataset, buffer });
    });
    this.chart.data.datasets = lines.map((line) => this.drawn.get(line.key)!.dataset);
  }

  private styleOf(line: Line, at: number, palette: Palette): Partial<ChartDataset<'line', Point[]>> {
    // Without shades, high contrast tells lines apart by dashes as well as by colour.
    const isDashed = line.isDashed || (palette.isHighContrast && at > 0);
    return {
      borderColor: palette.lines[line.colour],
      backgroundColor: palette.fills[line.colour],
      // Below means, the tint is that of their band.
      fill: this.options.isFilled && !palette.isHighContrast && !line.trace.steps ? 'origin' : false,
      borderDash: isDashed ? [5, 3] : [],
    };
  }

  private recolour(palette: Palette): void {
    this.palette = palette;
    const { x, y } = this.chart.options.scales!;
    for (const scale of [x!, y!]) {
      scale.grid!.color = palette.grid;
      scale.ticks!.color = palette.mutedText;
    }
    this.chart.options.font = { family: palette.fontFamily, size: 11 };
  }
}

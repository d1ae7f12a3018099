import * as l10n from '@vscode/l10n';
import { Chart, LinearScale, LineController } from 'chart.js';
import type { AlertMark } from '../../../src/protocol/marks';
import { paintBands } from '../../shared/paintBands';
import { paintCrosshair } from '../../shared/paintCrosshair';
import type { Palette } from '../../shared/palette';
import type { Plane } from '../../shared/plane';
import { axisEnds, roomForAxes } from './axes';
import type { Insets } from './brushShape';
import type { Axis, ChartContent, ChartOverlay, TimeRange } from './chartContent';
import { axisWidth, headHeight, layoutOptions, scaleId, scalesOf } from './chartScales';
import { DrawnLine } from './drawnLine';
import { clusterAt, clustersOf, type MarkCluster } from './markClusters';
import { clipTo, dashesOf, paintLine, paintQuantiles } from './paintLines';
import { paintHeads } from './paintHeads';
import { paintGlyphs, paintSessions, paintStretches } from './paintMarks';
import { paintSelection } from './paintSelection';
import { pictureOf } from './picture';

Chart.register(LineController, LinearScale);

/** A line's samples are gathered by this many pixels, so that its points stay few however many samples there are. */
const pixelsPerBucket = 2;
const assumedWidth = 600;
const glyphRise = 9;
const noArea: Plane['area'] = { left: 0, right: 0, top: 0, bottom: 0 };
const nothing: ChartOverlay = { crosshair: undefined, selection: undefined, alert: undefined };

/** What follows a chart: it is asked what lies over each picture, and told when there is another. */
export interface ChartFollower {
  readonly overlay: ChartOverlay;
  drawn(): void;
}

/**
 * Lines of several units over time on a canvas, with what happened then. Chart.js lays out and draws the axes; the lines
 * are drawn here, since it would make an element of each of their points.
 */
export class TimeChart {
  private readonly chart: Chart<'line', never[]>;
  private readonly drawn = new Map<string, DrawnLine>();
  private follower: ChartFollower | undefined;
  private content: ChartContent | undefined;
  private shown: readonly DrawnLine[] = [];
  private clusters: readonly MarkCluster[] = [];
  private palette: Palette | undefined;
  private scalesFor = '';
  private isPlain = false;

  /** The canvas lies in an element of its own, whose size it takes. */
  constructor(private readonly canvas: HTMLCanvasElement) {
    this.chart = new Chart<'line', never[]>(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: layoutOptions,
      plugins: [
        {
          id: 'lines',
          beforeDatasetsDraw: ({ ctx }) => {
            this.paint(ctx);
          },
        },
      ],
    });
  }

  /** The part of the canvas in which lines are drawn, in CSS pixels; none while the canvas has no place. */
  get area(): Plane['area'] {
    // Chart.js lays out nothing before the canvas is on the page, whatever its types say.
    const { chartArea } = this.chart as { chartArea?: Plane['area'] };
    return chartArea ?? noArea;
  }

  /** Of the whole canvas, CSS pixels. */
  get width(): number {
    return this.chart.width;
  }

  /** CSS pixels from the left and the right edge of the canvas to the lines. */
  get insets(): Insets {
    const { left, right } = this.area;
    return { left, right: this.chart.width - right };
  }

  /** The stretch of time that is drawn; an empty one before the first picture. */
  get range(): TimeRange {
    return this.content ?? { from: 0, to: 0 };
  }

  /** The lines that are drawn, with their values. */
  get lines(): readonly Pick<DrawnLine, 'line' | 'trace'>[] {
    return this.shown;
  }

  get alerts(): readonly AlertMark[] {
    return this.content?.marks.alerts ?? [];
  }

  follow(follower: ChartFollower): void {
    this.follower = follower;
  }

  draw(content: ChartContent, palette: Palette): void {
    const { chart } = this;
    this.content = content;
    this.adopt(content, palette);
    const width = chart.width || assumedWidth;
    const bucketMs = ((content.to - content.from) * pixelsPerBucket) / width;
    for (const one of this.shown) one.fill(content.from, content.to, bucketMs);
    const { scales } = chart.options;
    Object.assign(scales!['x']!, { min: content.from, max: content.to });
    for (const axis of content.axes) Object.assign(scales![scaleId(axis)]!, this.endsOf(axis, content));
    chart.update('none');
    this.follower?.drawn();
  }

  /** Draws the same picture again, for an overlay that changed. */
  repaint(): void {
    this.chart.draw();
    this.follower?.drawn();
  }

  /** Takes the size of its place now, and not a frame after that has changed. */
  fit(): void {
    const { width, height } = this.chart;
    const { clientWidth, clientHeight } = this.canvas.parentElement!;
    // A chart knows fractions of pixels, which its place does not tell.
    if (Math.abs(clientWidth - width) >= 1 || Math.abs(clientHeight - height) >= 1) this.chart.resize();
  }

  timeAt(x: number): number {
    return this.chart.scales['x']?.getValueForPixel(x) ?? NaN;
  }

  xOf(time: number): number {
    return this.chart.scales['x']?.getPixelForValue(time) ?? NaN;
  }

  /** The place of a value of a unit; NaN without an axis for it. */
  yOf(value: number, unit: Axis['unit']): number {
    return this.chart.scales[scaleId({ unit })]?.getPixelForValue(value) ?? NaN;
  }

  /** The alerts whose glyph is at a place of the canvas, in CSS pixels. */
  alertsAt(x: number, y: number): readonly AlertMark[] {
    return clusterAt(this.clusters, x, y - this.glyphY)?.marks ?? [];
  }

  /** The picture with title and legend as a PNG, at device pixels, without what is looked at or chosen. */
  async toPng(title: string): Promise<Uint8Array<ArrayBuffer>> {
    const { palette } = this;
    if (!palette) throw new Error(l10n.t('The chart has not been drawn yet, so there is no picture of it to save.'));
    this.isPlain = true;
    this.chart.draw();
    this.isPlain = false;
    const lines = this.shown.map(({ line }, at) => ({ line, dashes: dashesOf(line, at, palette) }));
    const picture = pictureOf(
      this.canvas,
      { title, range: this.range, lines, scale: this.chart.currentDevicePixelRatio },
      palette,
    );
    this.chart.draw();
    return picture;
  }

  dispose(): void {
    this.chart.destroy();
    this.drawn.clear();
    this.shown = [];
    this.follower = undefined;
  }

  private get glyphY(): number {
    return this.area.top - glyphRise;
  }

  private adopt({ lines, axes }: ChartContent, palette: Palette): void {
    const { chart } = this;
    const room = roomForAxes(axes.length, chart.width, axisWidth);
    const wanted = `${room} ${axes.map(({ unit, side }) => `${unit} ${side}`).join()}`;
    if (wanted !== this.scalesFor || palette !== this.palette) {
      this.scalesFor = wanted;
      this.palette = palette;
      chart.options.scales = scalesOf(axes, chart.width, palette)!;
      chart.options.font = { family: palette.fontFamily, size: 11 };
    }
    const units = new Set(axes.map(({ unit }) => unit));
    this.shown = lines.filter(({ axis }) => units.has(axis)).map((line) => this.drawnOf(line));
    if (this.drawn.size <= this.shown.length) return;
    const keys = new Set(lines.map(({ key }) => key));
    for (const key of this.drawn.keys()) if (!keys.has(key)) this.drawn.delete(key);
  }

  private drawnOf(line: DrawnLine['line']): DrawnLine {
    const known = this.drawn.get(line.key);
    if (known) {
      known.line = line;
      return known;
    }
    const drawn = new DrawnLine(line);
    this.drawn.set(line.key, drawn);
    return drawn;
  }

  private endsOf(axis: Axis, { quantiles }: ChartContent): { min: number; max: number } {
    let least = Infinity;
    let greatest = -Infinity;
    for (const { line, least: low, greatest: high } of this.shown) {
      if (line.axis !== axis.unit) continue;
      least = Math.min(least, low);
      greatest = Math.max(greatest, high);
      for (const { line: key, value } of quantiles) if (key === line.key) greatest = Math.max(greatest, value);
    }
    return axisEnds(axis, least, greatest);
  }

  private planeOf(unit: Axis['unit']): Plane {
    // Looked up once, and not for each of thousands of points.
    const scale = this.chart.scales[scaleId({ unit })];
    return {
      area: this.area,
      xOf: (time) => this.xOf(time),
      yOf: (value) => scale?.getPixelForValue(value) ?? NaN,
    };
  }

  private paint(context: CanvasRenderingContext2D): void {
    const { content, palette } = this;
    // Chart.js draws once while it is made.
    if (!content || !palette) return;
    const { area } = this;
    if (area.right <= area.left) return;
    const { alerts, sessions } = content.marks;
    const planes = new Map(content.axes.map(({ unit }) => [unit, this.planeOf(unit)]));
    const time: Plane = { area, xOf: (at) => this.xOf(at), yOf: () => NaN };
    context.save();
    clipTo(context, area);
    paintStretches(context, time, alerts, palette);
    for (const { line, trace } of this.shown) {
      if (!line.isComparison)
        paintBands(
          context,
          planes.get(line.axis)!,
          [{ trace, colour: line.colour }],
          content.from,
          content.to,
          palette,
        );
    }
    this.shown.forEach((one, at) => {
      paintLine(context, planes.get(one.line.axis)!, one, content, dashesOf(one.line, at, palette), palette);
    });
    const quantiles = content.quantiles.flatMap((quantile) => {
      const line = this.drawn.get(quantile.line)?.line;
      const plane = line && planes.get(line.axis);
      return line && plane ? [{ quantile, line, plane }] : [];
    });
    paintQuantiles(context, quantiles, palette);
    context.restore();
    paintSessions(context, time, sessions, this.chart.height, palette);
    paintHeads(context, this.chart.scales, content, area.top - headHeight / 2 - 4, palette);
    const overlay = this.isPlain ? nothing : (this.follower?.overlay ?? nothing);
    this.clusters = clustersOf(alerts, time.xOf, area.left, area.right);
    paintGlyphs(context, this.clusters, this.glyphY, overlay.alert, palette);
    if (overlay.selection) paintSelection(context, time, overlay.selection, palette);
    const looked = this.isPlain ? undefined : (overlay.crosshair ?? content.crosshair);
    if (looked === undefined) return;
    for (const [unit, plane] of planes) {
      const lines = this.shown.filter(({ line }) => line.axis === unit);
      const dots = lines.map(({ line, trace }) => ({ trace, colour: line.colour }));
      paintCrosshair(context, plane, dots, looked, palette);
    }
  }
}

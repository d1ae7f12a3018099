import { pointNumbers } from '../flow/path';
import type { Bar, Ink, Scene } from '../flow/scene';
import { particleRadius } from './looks';
import { paintStrip } from './paintStrip';
import type { Painter } from './painter';
import { stampsOf, type Stamps } from './stamps';
import { StampPress, type Box } from './stampPress';
import { ribbonStrips } from './strip';
import { cssOf, type Rgb, type Tones } from './tones';
import type { Course } from './travel';

interface Look {
  readonly stamps: Stamps;
  readonly ink: Rgb;
}

/**
 * Draws with Canvas 2D: ribbons once for each scene, particles into their pixels, which go to the canvas in one piece.
 * Without a graphics processor that takes a fraction of what 10,000 calls of the canvas do.
 */
export class CanvasPainter implements Painter {
  private readonly press: StampPress;
  private readonly ground = document.createElement('canvas');
  private readonly groundContext: CanvasRenderingContext2D;
  private looks: readonly Look[] = [];
  private bars: readonly Bar[] = [];
  private barColours: readonly string[] = [];
  private box: Box = { x: 0, y: 0, width: 0, height: 0 };
  /** What is below the particles, and the same with particles. */
  private below: ImageData | undefined;
  private picture: ImageData | undefined;
  private resolution = 1;
  private isFresh = false;

  constructor(
    private readonly context: CanvasRenderingContext2D,
    seeds: Float32Array,
  ) {
    this.press = new StampPress(seeds);
    this.groundContext = this.ground.getContext('2d', { willReadFrequently: true })!;
  }

  show(scene: Scene, tones: (ink: Ink) => Tones, resolution: number): void {
    const { context, ground, groundContext } = this;
    const { width, height } = context.canvas;
    this.resolution = resolution;
    this.isFresh = true;
    // Also empties it.
    Object.assign(ground, { width, height });
    groundContext.scale(resolution, resolution);
    for (const strip of ribbonStrips(scene)) paintStrip(groundContext, strip, tones(strip.ink));
    this.bars = scene.bars;
    this.barColours = scene.bars.map(({ ink }) => cssOf(tones(ink).edge));
    const [disc, ring] = [stampsOf(false, resolution), stampsOf(true, resolution)];
    this.looks = scene.streams.map(({ ink, isEntropyUnknown }) => ({
      stamps: isEntropyUnknown ? ring : disc,
      ink: tones(ink).particle,
    }));
    this.box = boxOf(scene, resolution, width, height);
    this.below = undefined;
    if (this.box.width === 0) return;
    this.below = groundContext.getImageData(this.box.x, this.box.y, this.box.width, this.box.height);
    const { picture } = this;
    if (picture?.width === this.box.width && picture.height === this.box.height) return;
    this.picture = new ImageData(this.box.width, this.box.height);
  }

  paint(courses: readonly Course[]): void {
    const { context, below, picture, box, resolution } = this;
    if (this.isFresh) {
      this.isFresh = false;
      context.clearRect(0, 0, context.canvas.width, context.canvas.height);
      context.drawImage(this.ground, 0, 0);
      this.paintBars();
    }
    if (!below || !picture) return;
    picture.data.set(below.data);
    for (let at = 0; at < courses.length; at++) {
      const { stamps, ink } = this.looks[at]!;
      this.press.press(courses[at]!, stamps, ink, resolution, picture.data, box);
    }
    context.putImageData(picture, box.x, box.y);
    context.save();
    context.beginPath();
    context.rect(box.x, box.y, box.width, box.height);
    // Outside they are there already, and their soft edges would grow hard.
    context.clip();
    this.paintBars();
    context.restore();
  }

  dispose(): void {
    this.ground.width = this.ground.height = 0;
    this.below = undefined;
    this.picture = undefined;
  }

  private paintBars(): void {
    const { context, bars, barColours, resolution } = this;
    for (let at = 0; at < bars.length; at++) {
      const { x, y, width, height } = bars[at]!;
      context.fillStyle = barColours[at]!;
      context.fillRect(x * resolution, y * resolution, width * resolution, height * resolution);
    }
  }
}

/** The part of a canvas that particles can be in. */
function boxOf({ streams }: Scene, resolution: number, mostWidth: number, mostHeight: number): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { path, width } of streams) {
    const reach = width / 2 + 2 * particleRadius;
    for (let at = 0; at < path.points.length; at += pointNumbers) {
      left = Math.min(left, path.points[at]! - reach);
      right = Math.max(right, path.points[at]! + reach);
      top = Math.min(top, path.points[at + 1]! - reach);
      bottom = Math.max(bottom, path.points[at + 1]! + reach);
    }
  }
  const x = Math.max(0, Math.floor(left * resolution));
  const y = Math.max(0, Math.floor(top * resolution));
  const width = Math.max(0, Math.min(mostWidth, Math.ceil(right * resolution)) - x);
  const height = Math.max(0, Math.min(mostHeight, Math.ceil(bottom * resolution)) - y);
  return width > 0 && height > 0 ? { x, y, width, height } : { x: 0, y: 0, width: 0, height: 0 };
}

import { pathPoints, pointNumbers, type Path } from '../flow/path';
import type { Ink, Scene } from '../flow/scene';
import { bodyFrom, dashes, edgeWidth, sideReach } from './looks';
import type { Painter } from './painter';
import { seedNumbers } from './seeds';
import { spriteOf, spriteReach } from './sprite';
import { barStrips, ribbonStrips, type Strip } from './strip';
import { cssOf, type Tones } from './tones';
import type { Course } from './travel';

/** Draws with Canvas 2D: ribbons once for each scene, particles as stamps on top of them. */
export class CanvasPainter implements Painter {
  private readonly most: number;
  private readonly ground = document.createElement('canvas');
  private readonly top = document.createElement('canvas');
  private sprites: readonly HTMLCanvasElement[] = [];
  private resolution = 1;

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly seeds: Float32Array,
  ) {
    this.most = seeds.length / seedNumbers;
  }

  show(scene: Scene, tones: (ink: Ink) => Tones, resolution: number): void {
    this.resolution = resolution;
    this.layer(this.ground, ribbonStrips(scene), tones);
    this.layer(this.top, barStrips(scene), tones);
    this.sprites = scene.streams.map(({ ink, isEntropyUnknown }) =>
      spriteOf(tones(ink).particle, isEntropyUnknown, resolution),
    );
  }

  paint(courses: readonly Course[]): void {
    const { context, ground, top } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    context.drawImage(ground, 0, 0);
    for (let at = 0; at < courses.length; at++) this.stamp(courses[at]!, this.sprites[at]!);
    context.drawImage(top, 0, 0);
  }

  dispose(): void {
    // What a canvas without a picture holds is next to nothing.
    for (const canvas of [this.ground, this.top]) canvas.width = canvas.height = 0;
  }

  private stamp({ stream, share }: Course, sprite: HTMLCanvasElement): void {
    const { context, seeds, resolution } = this;
    const { points } = stream.path;
    const reach = sideReach(stream.width);
    const drawn = Math.min(this.most, Math.ceil(stream.count));
    const half = spriteReach(resolution);
    for (let particle = 0; particle < drawn; particle++) {
      if (particle + 1 > stream.count) context.globalAlpha = stream.count - particle;
      const along = ((seeds[particle * seedNumbers]! + share) % 1) * (pathPoints - 1);
      const off = (seeds[particle * seedNumbers + 1]! * 2 - 1) * reach;
      const point = Math.min(Math.floor(along), pathPoints - 2);
      const rest = along - point;
      const before = point * pointNumbers;
      const after = before + pointNumbers;
      const normalX = points[before + 2]! + (points[after + 2]! - points[before + 2]!) * rest;
      const normalY = points[before + 3]! + (points[after + 3]! - points[before + 3]!) * rest;
      const x = points[before]! + (points[after]! - points[before]!) * rest + normalX * off;
      const y = points[before + 1]! + (points[after + 1]! - points[before + 1]!) * rest + normalY * off;
      context.drawImage(sprite, x * resolution - half, y * resolution - half);
    }
    context.globalAlpha = 1;
  }

  private layer(canvas: HTMLCanvasElement, strips: readonly Strip[], tones: (ink: Ink) => Tones): void {
    const { width, height } = this.context.canvas;
    // Also empties it.
    Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d')!;
    context.scale(this.resolution, this.resolution);
    for (const strip of strips) paintStrip(context, strip, tones(strip.ink));
  }
}

function paintStrip(context: CanvasRenderingContext2D, strip: Strip, { body, edge }: Tones): void {
  const { path, width, quality, isFilled } = strip;
  if (width === 0) return;
  const { on, off } = dashes[quality];
  const stroke = (colour: string, lineWidth: number, dash: readonly number[], offset = 0): void => {
    context.strokeStyle = colour;
    context.lineWidth = lineWidth;
    context.setLineDash([...dash]);
    context.lineDashOffset = offset;
    trace(context, path);
    context.stroke();
  };
  const [bodyColour, edgeColour] = [cssOf(isFilled ? edge : body), cssOf(edge)];
  const hasBody = width >= bodyFrom;
  // Each pixel of the outer edge is covered once, or its opacity would not be the share that is covered.
  stroke(edgeColour, width, off === 0 ? [] : [on, off]);
  if (off > 0 && quality !== 'unavailable') stroke(bodyColour, width, [off, on], -on);
  if (!hasBody) return;
  if (quality === 'unavailable') context.globalCompositeOperation = 'destination-out';
  stroke(bodyColour, width - 2 * edgeWidth, []);
  context.globalCompositeOperation = 'source-over';
}

function trace(context: CanvasRenderingContext2D, { points }: Path): void {
  context.beginPath();
  for (let at = 0; at < points.length; at += pointNumbers) context.lineTo(points[at]!, points[at + 1]!);
}

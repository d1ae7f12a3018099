import { pathPoints, pointNumbers } from '../flow/path';
import { sideReach } from './looks';
import { seedNumbers } from './seeds';
import { placesInPixel, type Stamps } from './stamps';
import type { Rgb } from './tones';
import type { Course } from './travel';

/** A part of a canvas, device pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Draws the particles of a stream into the pixels of a part of a canvas. */
export class StampPress {
  constructor(private readonly seeds: Float32Array) {}

  press(
    { stream, share }: Course,
    { side, cover }: Stamps,
    ink: Rgb,
    resolution: number,
    pixels: Uint8ClampedArray,
    box: Box,
  ): void {
    const { seeds } = this;
    const { points } = stream.path;
    const { count } = stream;
    const reach = sideReach(stream.width);
    const half = (side - 1) / 2;
    const [red, green, blue] = [ink[0] * 255, ink[1] * 255, ink[2] * 255];
    const drawn = Math.min(seeds.length / seedNumbers, Math.ceil(count));
    for (let particle = 0; particle < drawn; particle++) {
      const strength = Math.min(1, count - particle) / 255;
      const along = ((seeds[particle * seedNumbers]! + share) % 1) * (pathPoints - 1);
      const off = (seeds[particle * seedNumbers + 1]! * 2 - 1) * reach;
      const point = Math.min(Math.floor(along), pathPoints - 2);
      const rest = along - point;
      const before = point * pointNumbers;
      const after = before + pointNumbers;
      const sideX = points[before + 2]! + (points[after + 2]! - points[before + 2]!) * rest;
      const sideY = points[before + 3]! + (points[after + 3]! - points[before + 3]!) * rest;
      const x = (points[before]! + (points[after]! - points[before]!) * rest + sideX * off) * resolution;
      const y = (points[before + 1]! + (points[after + 1]! - points[before + 1]!) * rest + sideY * off) * resolution;
      const pixelX = Math.floor(x);
      const pixelY = Math.floor(y);
      const left = pixelX - half - box.x;
      const top = pixelY - half - box.y;
      if (left < 0 || top < 0 || left + side > box.width || top + side > box.height) continue;
      const place = Math.floor((y - pixelY) * placesInPixel) * placesInPixel + Math.floor((x - pixelX) * placesInPixel);
      let from = place * side * side;
      for (let row = 0; row < side; row++) {
        let to = ((top + row) * box.width + left) * 4;
        for (let column = 0; column < side; column++, from++, to += 4) {
          if (cover[from] === 0) continue;
          const opacity = cover[from]! * strength;
          const below = pixels[to + 3]!;
          // Beside a thin ribbon there is nothing below, whose colour must not show.
          const share = below === 255 ? opacity : opacity / (opacity + (below / 255) * (1 - opacity));
          pixels[to] = pixels[to]! + (red - pixels[to]!) * share;
          pixels[to + 1] = pixels[to + 1]! + (green - pixels[to + 1]!) * share;
          pixels[to + 2] = pixels[to + 2]! + (blue - pixels[to + 2]!) * share;
          if (below !== 255) pixels[to + 3] = below + (255 - below) * opacity;
        }
      }
    }
  }
}

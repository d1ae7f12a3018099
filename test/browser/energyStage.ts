import { sceneOf, type Readings, type Scene, type SceneLimits } from '../../webview/energy/flow/scene';
import type { Scale } from '../../webview/energy/flow/scale';
import { EnergyCanvas, type Backend } from '../../webview/energy/render/energyCanvas';
import { edgeWidth, particleRadius } from '../../webview/energy/render/looks';
import { tonesOf } from '../../webview/energy/render/tones';
import { readPalette } from '../../webview/shared/palette';
import { pixelsOf, visit } from './energyPixels';

/** Factors by which the picture is made to lie, so that it can be proved that lies are found. */
export interface Lie {
  readonly width?: number;
  readonly speed?: number;
  readonly density?: number;
}

/** What a picture says of itself: no more than people can read beside it. */
export interface Told {
  readonly scale: Scale;
  readonly ribbons: readonly string[];
  readonly streams: readonly string[];
}

export interface EnergyStage {
  open(
    backend: Backend | undefined,
    width: number,
    height: number,
    isStill?: boolean,
  ): { backend: Backend; resolution: number };
  show(readings: Readings, lie?: Lie, limits?: SceneLimits): Told;
  frame(ms: number): boolean;
  /** Mean width of a ribbon away from the hub, from the pixels that it covers, CSS px. */
  widthOf(ribbon: string): number;
  /** How far particles go from one frame to another that is `ms` later, CSS px; `expected` tells where to look. */
  shiftOf(stream: string, fromMs: number, ms: number, expected: number): number;
  /** Particles on most of a stream, from the area that they cover, and how long that is, CSS px. */
  particlesOf(stream: string): { particles: number; length: number };
  /** The share of a ribbon's edge that is in the edge's colour, and how opaque its middle is, 0 to 255. */
  edgeOf(ribbon: string): { inked: number; insideOpacity: number };
  /** Of what two ways to draw the same show, the share that is not nearly the same. */
  difference(readings: Readings, backends: readonly [Backend, Backend], width: number, height: number): number;
  /** A number that is another one as soon as a pixel is. */
  fingerprint(): string;
  loseContext(): void;
  restoreContext(): void;
  readonly energy: EnergyCanvas;
  /** How often the renderer asked for a frame by itself. */
  asked: number;
}

declare global {
  interface Window {
    stage: EnergyStage;
  }
}

const root = document.querySelector<HTMLElement>('main#app')!;
const palette = readPalette();
const bin = 0.5;
/** What two ways to cover a pixel may differ by at an edge, of 255. */
const edgeDifference = 96;
let energy: EnergyCanvas | undefined;
let scene: Scene | undefined;
let isStill = false;
let loss: WEBGL_lose_context | null = null;

function shown(): { energy: EnergyCanvas; scene: Scene } {
  if (!energy || !scene) throw new Error('Open the stage and show something first.');
  return { energy, scene };
}

function lied(honest: Scene, { width = 1, speed = 1, density = 1 }: Lie): Scene {
  return {
    ...honest,
    ribbons: honest.ribbons.map((ribbon) => ({ ...ribbon, width: ribbon.width * width })),
    streams: honest.streams.map((stream) => ({
      ...stream,
      speed: stream.speed * speed,
      density: stream.density * density,
      count: stream.count * density,
    })),
  };
}

/** How much each pixel of a stream looks like a particle, 0 to 1, for those well inside the edges. */
function particleShares(key: string, take: (share: number, along: number) => void): { from: number; to: number } {
  const { energy: drawn, scene: honest } = shown();
  const stream = honest.streams.find((one) => one.key === key)!;
  const { body, particle } = tonesOf(stream.ink, palette);
  const [from, to] = [stream.path.length * 0.1, stream.path.length * 0.9];
  // As the canvas keeps it: what rounding adds to each pixel would be many particles over all of them.
  const ground = body.map((part) => Math.round(part * 255));
  const away = particle.map((part, at) => part * 255 - ground[at]!);
  const length = away.reduce((sum, part) => sum + part * part, 0);
  const pixels = pixelsOf(drawn.canvas);
  const reach = stream.width / 2 - edgeWidth - 0.5;
  visit(stream.path, { from, to, reach }, pixels, drawn.resolution, (at, along) => {
    const along255 = away.reduce(
      (sum, part, channel) => sum + part * (pixels.data[at + channel]! - ground[channel]!),
      0,
    );
    take(along255 / length, along);
  });
  return { from, to };
}

function profileOf(key: string): Float64Array {
  const { scene: honest } = shown();
  const { path } = honest.streams.find((one) => one.key === key)!;
  const sums = new Float64Array(Math.ceil(path.length / bin));
  const counts = new Float64Array(sums.length);
  particleShares(key, (share, along) => {
    sums[Math.floor(along / bin)]! += share;
    counts[Math.floor(along / bin)]!++;
  });
  return bridged(sums.map((sum, at) => (counts[at]! > 0 ? sum / counts[at]! : NaN)));
}

/** A level path has one column of pixels for every other bin. */
function bridged(values: Float64Array): Float64Array {
  return values.map((value, at) => (Number.isNaN(value) ? (values[at - 1]! + values[at + 1]!) / 2 : value));
}

/** The shift at which the second profile is most like the first. */
function likeliestShift(first: Float64Array, second: Float64Array, expected: number): number {
  let [best, least] = [NaN, Infinity];
  for (let shift = expected * 0.5; shift <= expected * 1.5; shift += 0.05) {
    let [sum, count] = [0, 0];
    for (let at = 0; at < first.length; at++) {
      const place = at + shift / bin;
      const low = Math.floor(place);
      const value = second[low]! + (second[low + 1]! - second[low]!) * (place - low);
      if (Number.isNaN(first[at]!) || !(value >= -1)) continue;
      sum += (first[at]! - value) ** 2;
      count++;
    }
    if (count > 20 && sum / count < least) [best, least] = [shift, sum / count];
  }
  return best;
}

window.stage = {
  asked: 0,
  get energy() {
    return shown().energy;
  },
  open(backend, width, height, still = false) {
    energy?.dispose();
    isStill = still;
    const canvas = document.createElement('canvas');
    canvas.style.setProperty('width', `${width}px`);
    canvas.style.setProperty('height', `${height}px`);
    canvas.style.setProperty('display', 'block');
    root.replaceChildren(canvas);
    energy = new EnergyCanvas(canvas, {
      motion: () => !isStill,
      ...(backend === undefined ? {} : { backend }),
      changed: () => {
        window.stage.asked++;
      },
    });
    // Asking a canvas without a context for one would give it one.
    loss = energy.backend === 'canvas2d' ? null : canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context');
    return { backend: energy.backend, resolution: energy.resolution };
  },
  show(readings, lie = {}, limits = {}) {
    const canvas = energy!.canvas;
    scene = sceneOf(readings, { width: canvas.clientWidth, height: canvas.clientHeight }, limits);
    energy!.show(lied(scene, lie), palette);
    return {
      scale: scene.scale,
      ribbons: scene.ribbons.map(({ key }) => key),
      streams: scene.streams.map(({ key }) => key),
    };
  },
  frame: (ms) => shown().energy.frame(ms),
  widthOf(key) {
    const { energy: drawn, scene: honest } = shown();
    const { path, width, role } = honest.ribbons.find((ribbon) => ribbon.key === key)!;
    // Beside the hub, ribbons touch each other.
    const isSource = role === 'domain' || role === 'other' || role === 'machine';
    const [from, to] = isSource ? [0.06 * path.length, 0.3 * path.length] : [0.7 * path.length, 0.94 * path.length];
    const pixels = pixelsOf(drawn.canvas);
    let covered = 0;
    visit(path, { from, to, reach: width * 0.5 + 5 }, pixels, drawn.resolution, (at) => {
      covered += pixels.data[at + 3]! / 255;
    });
    return covered / drawn.resolution ** 2 / (to - from);
  },
  shiftOf(key, fromMs, ms, expected) {
    const { energy: drawn } = shown();
    drawn.frame(fromMs);
    const first = profileOf(key);
    drawn.frame(fromMs + ms);
    return likeliestShift(first, profileOf(key), expected);
  },
  particlesOf(key) {
    const { energy: drawn } = shown();
    let covered = 0;
    const { from, to } = particleShares(key, (share) => {
      covered += share;
    });
    return { particles: covered / drawn.resolution ** 2 / (Math.PI * particleRadius ** 2), length: to - from };
  },
  edgeOf(key) {
    const { energy: drawn, scene: honest } = shown();
    const { path, width, ink } = honest.ribbons.find((ribbon) => ribbon.key === key)!;
    const { body, edge } = tonesOf(ink, palette);
    const pixels = pixelsOf(drawn.canvas);
    let [inked, count, middle] = [0, 0, 0];
    const stretch = { from: 0.1 * path.length, to: 0.9 * path.length, reach: width / 2 };
    visit(path, stretch, pixels, drawn.resolution, (at, _along, beside) => {
      if (Math.abs(beside) < 0.5) middle = Math.max(middle, pixels.data[at + 3]!);
      // The row of pixels whose middles are in the middle of the edge, and which are covered whole.
      if (beside > 0 || Math.abs(-beside - width / 2 + 0.5) > 0.45 || pixels.data[at + 3]! < 250) return;
      const share = (pixels.data[at]! - body[0] * 255) / (edge[0] * 255 - body[0] * 255);
      if (share > 0.5) inked++;
      count++;
    });
    return { inked: inked / count, insideOpacity: middle };
  },
  difference(readings, backends, width, height) {
    const [first, second] = backends.map((backend) => {
      window.stage.open(backend, width, height);
      window.stage.show(readings);
      window.stage.frame(0);
      return pixelsOf(shown().energy.canvas).data;
    });
    let different = 0;
    for (let at = 0; at < first!.length; at++) if (Math.abs(first![at]! - second![at]!) > edgeDifference) different++;
    return different / first!.length;
  },
  fingerprint() {
    const { data } = pixelsOf(shown().energy.canvas);
    let [low, high] = [1, 0];
    for (const value of data) {
      low = (low + value + 1) % 65_521;
      high = (high + low) % 65_521;
    }
    return `${data.length} ${low} ${high}`;
  },
  loseContext() {
    loss!.loseContext();
  },
  restoreContext() {
    loss!.restoreContext();
  },
};

import { sceneOf, type Readings, type Scene } from '../../../webview/energy/flow/scene';
import { EnergyCanvas, type Backend } from '../../../webview/energy/render/energyCanvas';
import { lineColours, readPalette } from '../../../webview/shared/palette';

/** What the frames of one run cost. */
export interface FrameTimes {
  readonly backend: Backend;
  /** Between two frames, ms, ascending. */
  readonly intervalsMs: number[];
  /** Script of one frame, ms, ascending. */
  readonly scriptMs: number[];
  /** All that were drawn, those before the counted ones included. */
  readonly allFrames: number;
  /** Device pixels a CSS pixel at the end. */
  readonly resolution: number;
}

declare global {
  interface Window {
    energyFrames: (backend: Backend | 'none', seconds: number) => Promise<FrameTimes>;
  }
}

const models = 8;
const particles = 10_000;
const size = { width: 1200, height: 700 };
/** As often as the page gets new readings. */
const readingMs = 500;
const warmMs = 3000;

const root = document.querySelector<HTMLElement>('main#app')!;
const palette = readPalette();

function readingsAt(ms: number): Readings {
  const watts = 40 + 8 * Math.sin(ms / 3000);
  return {
    domains: [{ domain: 'package', watts: models * watts + 30, quality: 'measured' }],
    models: Array.from({ length: models }, (_, at) => ({
      key: String(at),
      name: `Model ${at}`,
      tokensPerSecond: 20 + 10 * at,
      entropyBits: 2,
      watts,
      quality: 'measured',
      colour: lineColours[at % lineColours.length]!,
    })),
    bytesPerSecond: NaN,
  };
}

/** The scene of readings, with as many particles as there can be. */
function fullScene(ms: number, before: Scene | undefined): Scene {
  const scene = sceneOf(readingsAt(ms), size, before ? { before: before.scale } : {});
  return { ...scene, streams: scene.streams.map((stream) => ({ ...stream, count: particles / models })) };
}

/** Draws for some seconds in the frames that the browser gives; `none` draws nothing, to tell what it gives at best. */
window.energyFrames = async (backend, seconds) => {
  const canvas = document.createElement('canvas');
  canvas.style.setProperty('width', `${size.width}px`);
  canvas.style.setProperty('height', `${size.height}px`);
  root.replaceChildren(canvas);
  const energy = backend === 'none' ? undefined : new EnergyCanvas(canvas, { motion: () => true, backend });
  const intervals = new Float64Array(seconds * 500);
  const scripts = new Float64Array(intervals.length);
  let [count, allFrames, readAt, before] = [0, 0, -Infinity, NaN];
  let scene: Scene | undefined;
  const start = performance.now();
  const counted = start + warmMs;
  const end = counted + seconds * 1000;
  await new Promise<void>((done) => {
    const draw = (now: number): void => {
      const began = performance.now();
      if (energy && now - readAt >= readingMs) {
        readAt = now;
        scene = fullScene(now, scene);
        energy.show(scene, palette);
      }
      energy?.frame(now);
      allFrames++;
      if (now >= counted && count < intervals.length) {
        intervals[count] = now - before;
        scripts[count++] = performance.now() - began;
      }
      before = now;
      if (now < end) requestAnimationFrame(draw);
      else done();
    };
    requestAnimationFrame(draw);
  });
  const resolution = energy?.resolution ?? 1;
  energy?.dispose();
  return {
    backend: energy?.backend ?? 'canvas2d',
    intervalsMs: [...intervals.subarray(0, count)].sort((a, b) => a - b),
    scriptMs: [...scripts.subarray(0, count)].sort((a, b) => a - b),
    allFrames,
    resolution,
  };
};

import type { Palette } from '../../shared/palette';
import type { Ink, Scene } from '../flow/scene';
import { CanvasPainter } from './canvasPainter';
import { GlPainter } from './glPainter';
import { isPlayed } from './isPlayed';
import type { Painter } from './painter';
import { Resolution } from './resolution';
import { seedsOf } from './seeds';
import { tonesOf, type Tones } from './tones';
import { Travel } from './travel';

export type Backend = 'webgl2' | 'canvas2d';

export interface EnergyCanvasOptions {
  /** Whether particles may move; where not, they stand at their density. */
  readonly motion: () => boolean;
  /** Most particles of one stream; 10,000 where not told. */
  readonly particles?: number;
  /** Told when a frame must be drawn that nothing asked for: after the graphics processor was lost. */
  readonly changed?: () => void;
  /** Only this one is tried. */
  readonly backend?: Backend;
}

const usualParticles = 10_000;
/** A lost graphics processor that is not back by then is done without, ms. */
const lossMs = 3000;

/**
 * The picture of a scene on a canvas, with WebGL2, or with Canvas 2D where that is missing, or lost for good. Whoever holds
 * it asks for frames.
 */
export class EnergyCanvas {
  private readonly travel = new Travel();
  private readonly resolving: Resolution;
  private readonly seeds: Float32Array;
  private readonly tones = new Map<Ink, Tones>();
  private place: HTMLCanvasElement;
  private painter: Painter | undefined;
  private drawnBy: Backend = 'canvas2d';
  private scene: Scene | undefined;
  private palette: Palette | undefined;
  private lossTimer: number | undefined;
  private isStale = true;

  constructor(
    canvas: HTMLCanvasElement,
    private readonly options: EnergyCanvasOptions,
  ) {
    this.place = canvas;
    this.resolving = new Resolution(devicePixelRatio);
    this.seeds = seedsOf(options.particles ?? usualParticles);
    if (options.backend === 'canvas2d' || !this.startGl()) this.startCanvas();
  }

  get backend(): Backend {
    return this.drawnBy;
  }

  /** The canvas that is in the page now: another than the one that was given, where WebGL2 had to be done without. */
  get canvas(): HTMLCanvasElement {
    return this.place;
  }

  /** Device pixels a CSS pixel: fewer than the display has while frames come too slowly. */
  get resolution(): number {
    return this.resolving.current;
  }

  show(scene: Scene, palette: Palette): void {
    if (palette !== this.palette) this.tones.clear();
    this.palette = palette;
    this.scene = scene;
    this.travel.adopt(scene.streams);
    this.isStale = true;
  }

  /** Draws one frame at a time, ms, as the page's frames tell it; says whether anything moves, so that more are needed. */
  frame(nowMs: number): boolean {
    if (!this.painter) return false;
    const isMoving = this.travel.isMoving && this.options.motion();
    if (isMoving) this.travel.moveTo(nowMs);
    else this.travel.rest();
    if (isMoving && this.resolving.frame(nowMs)) this.isStale = true;
    if (this.isStale) this.prepare();
    this.painter.paint(this.travel.all);
    return isMoving;
  }

  /** Call when the canvas or the page's zoom has changed; the scene is to be told anew, at the new size. */
  resize(): void {
    this.resolving.setRatio(devicePixelRatio);
    this.isStale = true;
  }

  dispose(): void {
    this.forgetLoss();
    this.place.removeEventListener('webglcontextlost', this.lost);
    this.place.removeEventListener('webglcontextrestored', this.restored);
    this.painter?.dispose();
    if (this.painter && this.drawnBy === 'webgl2') giveBack(this.place.getContext('webgl2'));
    this.painter = undefined;
  }

  private prepare(): void {
    const { scene, palette, place, painter, resolution } = this;
    if (!scene || !palette || !painter) return;
    this.isStale = false;
    const width = Math.max(1, Math.round(scene.size.width * resolution));
    const height = Math.max(1, Math.round(scene.size.height * resolution));
    // Setting a size empties a canvas, and takes memory, even if it is the same.
    if (place.width !== width) place.width = width;
    if (place.height !== height) place.height = height;
    painter.show(scene, (ink) => this.tonesFor(ink, palette), resolution);
  }

  private tonesFor(ink: Ink, palette: Palette): Tones {
    const known = this.tones.get(ink);
    if (known) return known;
    const tones = tonesOf(ink, palette);
    this.tones.set(ink, tones);
    return tones;
  }

  private startGl(): boolean {
    const gl = this.place.getContext('webgl2', {
      alpha: true,
      antialias: false,
      depth: false,
      stencil: false,
      powerPreference: 'low-power',
    });
    if (!gl) return false;
    // A processor that plays a graphics processor takes many times what Canvas 2D does.
    const isWorthIt = this.options.backend === 'webgl2' || !isPlayed(gl);
    if (!isWorthIt || !this.adoptGl(gl)) {
      giveBack(gl);
      this.replace();
      return false;
    }
    this.place.addEventListener('webglcontextlost', this.lost);
    this.place.addEventListener('webglcontextrestored', this.restored);
    return true;
  }

  private adoptGl(gl: WebGL2RenderingContext): boolean {
    try {
      this.painter = new GlPainter(gl, this.seeds);
    } catch (error) {
      // Not what people need to act on: the picture is the same, only drawn in another way.
      console.debug('Drawing energy with Canvas 2D instead of WebGL2.', error);
      return false;
    }
    this.drawnBy = 'webgl2';
    this.isStale = true;
    return true;
  }

  private startCanvas(): void {
    const context = this.place.getContext('2d');
    if (!context)
      throw new Error('This page can draw neither with WebGL2 nor with Canvas 2D, so energy has no picture.');
    this.painter = new CanvasPainter(context, this.seeds);
    this.drawnBy = 'canvas2d';
    this.isStale = true;
  }

  private readonly lost = (event: Event): void => {
    // Without this it would not be given back.
    event.preventDefault();
    this.painter = undefined;
    this.forgetLoss();
    this.lossTimer = window.setTimeout(() => {
      this.fallBack();
    }, lossMs);
  };

  private readonly restored = (): void => {
    this.forgetLoss();
    const gl = this.place.getContext('webgl2');
    if (!gl || !this.adoptGl(gl)) this.fallBack();
    else this.options.changed?.();
  };

  private fallBack(): void {
    this.replace();
    this.startCanvas();
    this.options.changed?.();
  }

  private forgetLoss(): void {
    window.clearTimeout(this.lossTimer);
    this.lossTimer = undefined;
  }

  /** A canvas that once had WebGL can have nothing else. */
  private replace(): void {
    const fresh = this.place.cloneNode(false) as HTMLCanvasElement;
    this.place.removeEventListener('webglcontextlost', this.lost);
    this.place.removeEventListener('webglcontextrestored', this.restored);
    this.place.replaceWith(fresh);
    this.place = fresh;
  }
}

/** A page may have few contexts at once, and waits long before it collects one that nobody has any more. */
function giveBack(gl: WebGL2RenderingContext | null): void {
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
}

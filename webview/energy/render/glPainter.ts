import { pathPoints } from '../flow/path';
import type { Ink, Scene } from '../flow/scene';
import { GlProgram } from './glProgram';
import { dashes, particleRadius, sideReach } from './looks';
import type { Painter } from './painter';
import { mostRatio } from './resolution';
import { seedNumbers } from './seeds';
import { particleFragment, particleVertex, ribbonFragment, ribbonVertex, rowTexels, texels } from './shaders';
import { barStrips, ribbonStrips, type Strip } from './strip';
import type { Rgb, Tones } from './tones';
import type { Course } from './travel';

const numbersOfTexel = 4;
/** Device px of a particle at the finest resolution, its soft edge included. */
const neededPoint = 2 * (particleRadius * mostRatio + 1);

/** Draws with WebGL2: the places of particles are reckoned by the graphics processor, and a frame tells it a few numbers. */
export class GlPainter implements Painter {
  private readonly ribbons: GlProgram<'size' | 'table' | 'firstRow' | 'resolution'>;
  private readonly particles: GlProgram<
    'size' | 'table' | 'row' | 'share' | 'count' | 'reach' | 'radius' | 'resolution' | 'isRing' | 'ink'
  >;
  private readonly table: WebGLTexture;
  private readonly seeds: WebGLBuffer;
  private readonly vertices: WebGLVertexArrayObject;
  private readonly most: number;
  private data = new Float32Array(0);
  private scene: Scene | undefined;
  private rows: readonly number[] = [];
  private inks: readonly Rgb[] = [];

  /** @throws Where the driver cannot do what is needed; the canvas is no good for another context then. */
  constructor(
    private readonly gl: WebGL2RenderingContext,
    seeds: Float32Array,
  ) {
    this.most = seeds.length / seedNumbers;
    const [, largestPoint] = gl.getParameter(gl.ALIASED_POINT_SIZE_RANGE) as Float32Array;
    if (largestPoint === undefined || largestPoint < neededPoint)
      throw new Error(
        `The graphics driver draws points of ${largestPoint ?? 0} px at most; ${neededPoint} are needed.`,
      );
    this.ribbons = new GlProgram(gl, ribbonVertex, ribbonFragment, ['size', 'table', 'firstRow', 'resolution']);
    this.particles = new GlProgram(gl, particleVertex, particleFragment, [
      'size',
      'table',
      'row',
      'share',
      'count',
      'reach',
      'radius',
      'resolution',
      'isRing',
      'ink',
    ]);
    this.table = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.table);
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
      gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
    this.seeds = gl.createBuffer();
    this.vertices = gl.createVertexArray();
    gl.bindVertexArray(this.vertices);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.seeds);
    gl.bufferData(gl.ARRAY_BUFFER, seeds, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, seedNumbers, gl.FLOAT, false, 0, 0);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.clearColor(0, 0, 0, 0);
  }

  show(scene: Scene, tones: (ink: Ink) => Tones, resolution: number): void {
    const { gl, ribbons, particles } = this;
    const { width, height } = scene.size;
    this.scene = scene;
    this.rows = scene.streams.map(({ path }) => scene.ribbons.findIndex((ribbon) => ribbon.path === path));
    this.inks = scene.streams.map(({ ink }) => tones(ink).particle);
    this.fill([...ribbonStrips(scene), ...barStrips(scene)], tones);
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    for (const program of [ribbons, particles]) {
      program.use();
      program.setPair('size', width, height);
      program.setInteger('table', 0);
      program.setFloat('resolution', resolution);
    }
    particles.setFloat('radius', particleRadius);
  }

  paint(courses: readonly Course[]): void {
    const { gl, ribbons, particles, scene } = this;
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (!scene) return;
    this.strips(0, scene.ribbons.length);
    particles.use();
    for (let at = 0; at < courses.length; at++) {
      const { stream, share } = courses[at]!;
      const drawn = Math.min(this.most, Math.ceil(stream.count));
      if (drawn === 0 || this.rows[at]! < 0) continue;
      particles.setInteger('row', this.rows[at]!);
      particles.setFloat('share', share);
      particles.setFloat('count', stream.count);
      particles.setFloat('reach', sideReach(stream.width));
      particles.setFloat('isRing', stream.isEntropyUnknown ? 1 : 0);
      particles.setTriple('ink', this.inks[at]!);
      gl.drawArrays(gl.POINTS, 0, drawn);
    }
    ribbons.use();
    this.strips(scene.ribbons.length, scene.bars.length);
  }

  dispose(): void {
    const { gl } = this;
    this.ribbons.dispose();
    this.particles.dispose();
    gl.deleteTexture(this.table);
    gl.deleteBuffer(this.seeds);
    gl.deleteVertexArray(this.vertices);
  }

  private strips(firstRow: number, count: number): void {
    if (count === 0) return;
    this.ribbons.use();
    this.ribbons.setInteger('firstRow', firstRow);
    this.gl.drawArraysInstanced(this.gl.TRIANGLE_STRIP, 0, pathPoints * 2, count);
  }

  /** Gives the graphics processor the paths and looks of all strips, a row each. */
  private fill(strips: readonly Strip[], tones: (ink: Ink) => Tones): void {
    const { gl } = this;
    const rows = Math.max(1, strips.length);
    const needed = rows * rowTexels * numbersOfTexel;
    if (this.data.length < needed) this.data = new Float32Array(needed);
    const { data } = this;
    strips.forEach(({ path, width, quality, ink, isFilled }, row) => {
      const at = row * rowTexels * numbersOfTexel;
      const { on, off } = dashes[quality];
      const { body, edge } = tones(ink);
      data.set(path.points, at);
      data[at + texels.measures * numbersOfTexel] = width;
      data[at + texels.measures * numbersOfTexel + 1] = path.length;
      data[at + texels.dash * numbersOfTexel] = on;
      data[at + texels.dash * numbersOfTexel + 1] = off;
      data[at + texels.dash * numbersOfTexel + 2] = quality === 'unavailable' ? 1 : 0;
      data.set(isFilled ? edge : body, at + texels.body * numbersOfTexel);
      data.set(edge, at + texels.edge * numbersOfTexel);
    });
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, rowTexels, rows, 0, gl.RGBA, gl.FLOAT, data);
  }
}

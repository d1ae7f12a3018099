/** A linked program and where its uniforms are. */
export class GlProgram<Name extends string> {
  private readonly program: WebGLProgram;
  private readonly places: Readonly<Record<Name, WebGLUniformLocation | null>>;

  /** @throws Where the driver takes the shaders not, with what it says of them. */
  constructor(
    private readonly gl: WebGL2RenderingContext,
    vertex: string,
    fragment: string,
    uniforms: readonly Name[],
  ) {
    const program = gl.createProgram();
    const shaders = [shaderOf(gl, gl.VERTEX_SHADER, vertex), shaderOf(gl, gl.FRAGMENT_SHADER, fragment)];
    for (const shader of shaders) gl.attachShader(program, shader);
    gl.linkProgram(program);
    for (const shader of shaders) gl.deleteShader(shader);
    if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) {
      throw new Error(
        `The graphics driver does not link the shaders: ${gl.getProgramInfoLog(program) ?? 'no reason told'}`,
      );
    }
    this.program = program;
    this.places = Object.fromEntries(uniforms.map((name) => [name, gl.getUniformLocation(program, name)])) as Record<
      Name,
      WebGLUniformLocation | null
    >;
  }

  use(): void {
    this.gl.useProgram(this.program);
  }

  setFloat(name: Name, value: number): void {
    this.gl.uniform1f(this.places[name], value);
  }

  setInteger(name: Name, value: number): void {
    this.gl.uniform1i(this.places[name], value);
  }

  setPair(name: Name, first: number, second: number): void {
    this.gl.uniform2f(this.places[name], first, second);
  }

  setTriple(name: Name, [first, second, third]: readonly [number, number, number]): void {
    this.gl.uniform3f(this.places[name], first, second, third);
  }

  dispose(): void {
    this.gl.deleteProgram(this.program);
  }
}

function shaderOf(gl: WebGL2RenderingContext, kind: number, source: string): WebGLShader {
  const shader = gl.createShader(kind);
  if (!shader) throw new Error('The graphics driver makes no shader, as after it was lost.');
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  if (gl.getShaderParameter(shader, gl.COMPILE_STATUS) !== true) {
    throw new Error(
      `The graphics driver does not compile a shader: ${gl.getShaderInfoLog(shader) ?? 'no reason told'}`,
    );
  }
  return shader;
}

const players = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Whether what draws is a program and no graphics processor, as its name tells; browsers do not say so themselves. */
export function isPlayed(gl: WebGL2RenderingContext): boolean {
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  return typeof name === 'string' && players.test(name);
}

import { build } from 'esbuild';

export interface BundledView {
  readonly script: string;
  readonly style: string;
}

/** A view's script and styles, bundled as they are for the package. */
export async function bundledView(script: string, style: string): Promise<BundledView> {
  const { outputFiles } = await build({
    entryPoints: [script, style],
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    outdir: 'out',
    write: false,
    logLevel: 'warning',
  });
  const textOf = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))!.text;
  return { script: textOf('.js'), style: textOf('.css') };
}

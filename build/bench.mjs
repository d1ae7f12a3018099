// @ts-check
import { build } from 'esbuild';
import { ensureInstalled, root, run } from './installed.mjs';

ensureInstalled();
const { packageVsix } = await import('./package.mjs');
await packageVsix();
await build({
  absWorkingDir: root,
  entryPoints: ['test/bench/main.ts', 'test/bench/subjects/bareReader.ts', 'test/bench/subjects/systeminformation.ts'],
  outdir: 'dist/bench',
  outbase: 'test/bench',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
run('node', ['--expose-gc', 'dist/bench/main.cjs', ...process.argv.slice(2)]);

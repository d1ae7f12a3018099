// @ts-check
import { build } from 'esbuild';
import { globSync } from './glob.mjs';
import { ensureInstalled, root, run } from './installed.mjs';

ensureInstalled();
const { packageVsix } = await import('./package.mjs');
await packageVsix();
await build({
  absWorkingDir: root,
  entryPoints: ['test/bench/main.ts', ...globSync('test/bench/subjects', '.ts')],
  outdir: 'dist/bench',
  outbase: 'test/bench',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
  alias: { vscode: './test/support/fakeVscode.ts' },
  logLevel: 'warning',
});
run('node', ['--expose-gc', 'dist/bench/main.cjs', ...process.argv.slice(2)]);

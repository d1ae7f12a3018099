// @ts-check
import { build } from 'esbuild';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { globSync } from './glob.mjs';
import { root } from './installed.mjs';

/** Bundles the tests of some suites, each file on its own, into dist/test. */
export async function bundleTests(/** @type {string[]} */ suites) {
  for (const suite of suites) rmSync(path.join(root, 'dist', 'test', suite), { recursive: true, force: true });
  const entryPoints = suites.flatMap((suite) => globSync(path.join('test', suite), '.test.ts'));
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir: 'dist/test',
    outbase: 'test',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    packages: 'external',
    alias: { vscode: './test/support/fakeVscode.ts' },
    define: { __VERSION__: '"0.0.0-test"' },
    logLevel: 'warning',
  });
}

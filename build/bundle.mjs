// @ts-check
import { build } from 'esbuild';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './installed.mjs';

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'warning',
  define: { __VERSION__: JSON.stringify(version) },
};

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // The CommonJS of some libraries loads its parts in ways that no bundler can follow.
  mainFields: ['module', 'main'],
};

/** The pages; each has its folder in `webview`, and becomes one script and one style sheet. */
const views = ['dashboard', 'energy', 'performance', 'overview'];

/** The four programs, the threads that the engine starts for the hardware, the store and certificates, and SQLite, which is a file. */
export async function bundlePrograms() {
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  const [library, shipped] = ['node_modules/sql.js/dist/sql-wasm.wasm', 'dist/sql-wasm.wasm'];
  copyFileSync(path.join(root, library), path.join(root, shipped));
  await Promise.all([
    build({ ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] }),
    build({ ...node, entryPoints: ['src/engine/worker.ts'], outfile: 'dist/engine.js' }),
    build({ ...node, entryPoints: ['src/engine/collect/inventory/inventoryWorker.ts'], outfile: 'dist/inventory.js' }),
    build({ ...node, entryPoints: ['src/engine/store/thread/storeWorker.ts'], outfile: 'dist/store.js' }),
    build({
      ...node,
      entryPoints: ['src/engine/serve/access/certificate/certificateWorker.ts'],
      outfile: 'dist/certificate.js',
    }),
    build({ ...node, entryPoints: ['src/cli/main.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } }),
    ...views.map(bundleView),
    build({ ...common, entryPoints: ['webview/browser/browser.css'], outdir: 'dist/webview' }),
  ]);
}

function bundleView(/** @type {string} */ name) {
  return build({
    ...common,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: [`webview/${name}/main.ts`, `webview/${name}/${name}.css`],
    outdir: 'dist/webview',
    entryNames: name,
  });
}

// @ts-check
import { build } from 'esbuild';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { globSync } from './glob.mjs';
import { root } from './installed.mjs';

const ofFolder = 'tests-of:';

/**
 * Bundles the tests of some suites into dist/test: each file on its own, or all files of a folder together. Tests that
 * only compute take less time than the process that each file would need.
 * @param {readonly string[]} suites
 * @param {readonly string[]} together Those of them whose folders are bundled whole.
 */
export async function bundleTests(suites, together = []) {
  for (const suite of suites) rmSync(path.join(root, 'dist', 'test', suite), { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: suites.flatMap((suite) => (together.includes(suite) ? folders(suite) : files(suite))),
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
    plugins: [wholeFolders],
  });
}

/** @param {string} suite */
function files(suite) {
  return globSync(path.join('test', suite), '.test.ts').map((file) => {
    return { in: file, out: path.relative('test', file).replace(/\.ts$/, '') };
  });
}

/** @param {string} suite */
function folders(suite) {
  const all = new Set(globSync(path.join('test', suite), '.test.ts').map((file) => path.dirname(file)));
  return [...all].map((folder) => {
    return { in: ofFolder + folder, out: path.join(path.relative('test', folder), 'all.test') };
  });
}

/** @type {import('esbuild').Plugin} */
const wholeFolders = {
  name: 'whole folders',
  setup(bundle) {
    bundle.onResolve({ filter: new RegExp(`^${ofFolder}`) }, ({ path: name }) => {
      return { path: name.slice(ofFolder.length), namespace: 'folder' };
    });
    bundle.onLoad({ filter: /.*/, namespace: 'folder' }, ({ path: folder }) => {
      const here = globSync(folder, '.test.ts').filter((file) => path.dirname(file) === folder);
      const contents = here.map((file) => `import ${JSON.stringify(`./${path.basename(file)}`)};`).join('\n');
      return { contents, resolveDir: path.join(root, folder), loader: 'ts' };
    });
  },
};

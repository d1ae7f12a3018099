// @ts-check
import { build } from 'esbuild';
import path from 'node:path';
import { root } from './installed.mjs';

/** The program whose files must not import each other in a circle. */
const entryPoints = [
  'src/extension.ts',
  'src/engine/worker.ts',
  'src/engine/store/thread/storeWorker.ts',
  'src/cli/main.ts',
  'webview/dashboard/main.ts',
];

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints,
  bundle: true,
  write: false,
  metafile: true,
  outdir: 'dist',
  platform: 'node',
  packages: 'external',
  logLevel: 'warning',
});

/** @type {Map<string, 'open' | 'done'>} */
const seen = new Map();

/** @param {string} file @param {readonly string[]} way @returns {string[] | undefined} */
function circleFrom(file, way) {
  if (seen.get(file) === 'done') return undefined;
  if (seen.get(file) === 'open') return [...way.slice(way.indexOf(file)), file];
  seen.set(file, 'open');
  for (const { path: next, external } of metafile.inputs[file]?.imports ?? []) {
    const circle = external ? undefined : circleFrom(next, [...way, file]);
    if (circle) return circle;
  }
  seen.set(file, 'done');
  return undefined;
}

for (const file of Object.keys(metafile.inputs)) {
  const circle = circleFrom(file, []);
  if (circle) {
    process.stderr.write(`Files import each other in a circle: ${circle.map((f) => path.normalize(f)).join(' -> ')}\n`);
    process.exit(1);
  }
}

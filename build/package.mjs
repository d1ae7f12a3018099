// @ts-check
import { statSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, root, run } from './installed.mjs';

const limitBytes = 2.5 * 1024 * 1024;

/** Builds everything and packs it into one VSIX. Returns the file's path. */
export async function packageVsix() {
  ensureInstalled();
  const { bundlePrograms } = await import('./bundle.mjs');
  await bundlePrograms();
  const file = path.join(root, 'wirthforge-monitor.vsix');
  run('npx', [
    'vsce',
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    file,
  ]);
  const { size } = statSync(file);
  if (size > limitBytes)
    throw new Error(
      `The VSIX has ${size} bytes, more than the ${limitBytes} it may have: look for what was bundled twice.`,
    );
  return file;
}

if (process.argv[1] === path.join(root, 'build', 'package.mjs')) await packageVsix();

// @ts-check
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, root, run } from './installed.mjs';

const limitBytes = 2.5 * 1024 * 1024;

/** Builds everything and packs it into one VSIX. Returns the file's path. */
export async function packageVsix() {
  ensureInstalled();
  const { bundlePrograms } = await import('./bundle.mjs');
  await bundlePrograms();
  const file = path.join(root, 'wirthforge-monitor.vsix');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--follow-symlinks'];
  run('npx', ['vsce', 'package', ...flags, '--out', file], { cwd: packedFolder() });
  const { size } = statSync(file);
  if (size > limitBytes)
    throw new Error(
      `The VSIX has ${size} bytes, more than the ${limitBytes} it may have: look for what was bundled twice.`,
    );
  return file;
}

/**
 * A folder with nothing but what .vscodeignore chooses from. Packed in the repository itself, vsce would first list
 * every file of each server that is installed below it for the tests, which takes half a minute.
 */
function packedFolder() {
  const folder = path.join(root, 'node_modules', '.cache', 'vsix');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(root, { withFileTypes: true }))
    if (entry.isFile() && !entry.name.endsWith('.vsix'))
      copyFileSync(path.join(root, entry.name), path.join(folder, entry.name));
  const shipped = readFileSync(path.join(root, '.vscodeignore'), 'utf8').matchAll(/^!([^/*\n]+)\//gm);
  for (const name of new Set(Array.from(shipped, ([, top = '']) => top)))
    symlinkSync(path.join(root, name), path.join(folder, name), 'junction');
  return folder;
}

if (process.argv[1] === path.join(root, 'build', 'package.mjs')) await packageVsix();

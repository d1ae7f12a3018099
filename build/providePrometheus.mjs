// @ts-check
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './installed.mjs';
import { runQuietly } from './vscode/runQuietly.mjs';

/**
 * Paths of the programs of Prometheus.
 * @typedef {{ prometheus: string, promtool: string }} Prometheus
 */

const folder = path.join(root, '.vscode-test', 'prometheus');
const installMs = 5 * 60_000;

/**
 * Finds Prometheus on the PATH; else, on Debian, unpacks its package into `.vscode-test/prometheus` on the first call
 * (20 MB). It is not installed, for that would start it as a service. Throws, saying what to do, where neither is
 * possible.
 * @returns {Promise<Prometheus>}
 */
export async function providePrometheus() {
  const [prometheus, promtool] = [onPath('prometheus'), onPath('promtool')];
  if (prometheus !== undefined && promtool !== undefined) return { prometheus, promtool };
  if (!existsSync(folder)) await unpack();
  return { prometheus: path.join(folder, 'usr/bin/prometheus'), promtool: path.join(folder, 'usr/bin/promtool') };
}

/** Unpacks beside the final name and renames what is whole, so nobody ever sees half of it. */
async function unpack() {
  if (onPath('apt-get') === undefined || onPath('dpkg-deb') === undefined)
    throw new Error(
      'Prometheus is not on the PATH, and only on Debian can it be fetched from here. Install prometheus and promtool, then run this again.',
    );
  const building = `${folder}-${process.pid}`;
  mkdirSync(building, { recursive: true });
  process.stderr.write(`Unpacking Prometheus into ${folder} (once, 20 MB) …\n`);
  try {
    await download(building);
    const archive = readdirSync(building).find((name) => name.endsWith('.deb'));
    if (archive === undefined) throw new Error('apt-get brought no package. Install prometheus, then run this again.');
    await runQuietly('dpkg-deb', ['-x', path.join(building, archive), path.join(building, 'whole')], {
      timeoutMs: installMs,
    });
    // Another process may have been faster; its folder is as good.
    if (!existsSync(folder)) renameSync(path.join(building, 'whole'), folder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** The lists of packages may be missing or out of date. */
async function download(/** @type {string} */ cwd) {
  const options = { cwd, timeoutMs: installMs };
  try {
    await runQuietly('apt-get', ['download', 'prometheus'], options);
  } catch {
    await runQuietly('apt-get', ['update', '-q'], options);
    await runQuietly('apt-get', ['download', 'prometheus'], options);
  }
}

/** @param {string} program @returns {string | undefined} */
function onPath(program) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return folders.map((each) => path.join(each, program)).find((file) => existsSync(file));
}

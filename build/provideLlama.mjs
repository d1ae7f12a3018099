// @ts-check
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './installed.mjs';
import { runQuietly } from './vscode/runQuietly.mjs';

/**
 * How to run llama.cpp's programs here.
 * @typedef {object} Llama
 * @property {string[]} server Command that llama-server's arguments are added to. The process it starts becomes the
 * server, so ending it by its id ends the server.
 * @property {string[]} python Command of a Python that has the package gguf.
 * @property {string} models Folder for models.
 * @property {string} modelsAsSeen The same folder, as these programs name it.
 */

const cache = path.join(root, '.vscode-test');
const folder = path.join(cache, 'llama');
const stamp = path.join('var', 'lib', 'llama-complete');
/** The Debian release that packages llama.cpp; older ones run it from a folder of its own. */
const release = 'forky';
const packages = ['llama.cpp-tools', 'python3-gguf', 'python3-numpy'];
const installMs = 10 * 60_000;

/**
 * Finds llama-server on the PATH; else, on Debian as root, installs it into `.vscode-test/llama` on the first call
 * (20 s, 300 MB). Throws, saying what to do, where neither is possible.
 * @returns {Promise<Llama>}
 */
export async function provideLlama() {
  if (isOnPath('llama-server')) return installedLlama();
  const obstacle = obstacleToInstalling();
  if (obstacle) throw new Error(`llama-server is not on the PATH, and ${obstacle} Install llama.cpp, then try again.`);
  if (!existsSync(path.join(folder, stamp))) await install();
  return ownLlama();
}

/** @returns {Llama} */
function installedLlama() {
  const models = path.join(cache, 'llama-models');
  mkdirSync(models, { recursive: true });
  return { server: [...endsWithParent(), 'llama-server'], python: ['python3'], models, modelsAsSeen: models };
}

/** @returns {Llama} */
function ownLlama() {
  // In a mount namespace of its own, so that /proc (where the server looks for its own parts) ends with the process
  // and nothing has to be cleaned up, whatever way it ends.
  const script = 'mount --bind /proc "$0/proc" && exec chroot "$0" "$@"';
  return {
    server: [...endsWithParent(), 'unshare', '--mount', 'sh', '-c', script, folder, 'llama-server'],
    python: ['chroot', folder, 'python3'],
    models: path.join(folder, 'models'),
    modelsAsSeen: '/models',
  };
}

/** Where the system can do so, a server ends even with a test that was killed and could not end it. */
function endsWithParent() {
  return isOnPath('setpriv') ? ['setpriv', '--pdeathsig', 'KILL'] : [];
}

/** @returns {string | undefined} */
function obstacleToInstalling() {
  if (process.platform !== 'linux' || !isOnPath('apt-get')) return 'only on Debian can it be installed from here.';
  if (process.getuid?.() !== 0) return 'installing it from here needs root.';
  return undefined;
}

/** Builds the folder beside its final name and renames it when it is whole, so nobody ever sees half of one. */
async function install() {
  mkdirSync(cache, { recursive: true });
  await removeAbandoned();
  const building = path.join(cache, `building-llama-${process.pid}`);
  say(`Installing llama-server from Debian ${release} into ${folder} (once, about 20 s and 300 MB) …`);
  try {
    const mirror = await debianMirror();
    if (!isOnPath('mmdebstrap')) await installMmdebstrap();
    const include = `--include=${packages.join(',')}`;
    const lenient = '--aptopt=Acquire::Check-Valid-Until "false"';
    await runQuietly('mmdebstrap', ['--variant=apt', lenient, include, release, building, mirror], {
      timeoutMs: installMs,
    });
    mkdirSync(path.join(building, 'models'));
    writeFileSync(path.join(building, stamp), `${release}\n`);
    if (existsSync(path.join(folder, stamp))) return; // Another process was faster; its folder is as good.
    await removeTree(folder);
    renameSync(building, folder);
    say('llama-server is installed.');
  } finally {
    await removeTree(building);
  }
}

async function installMmdebstrap() {
  say('Installing mmdebstrap …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runQuietly('apt-get', ['update'], { env, timeoutMs: installMs });
  await runQuietly('apt-get', ['install', '-y', '--no-install-recommends', 'mmdebstrap'], {
    env,
    timeoutMs: installMs,
  });
}

/** The mirror that apt itself uses for Debian: what it resolved from its sources, or else what they say. */
async function debianMirror() {
  const query = ['indextargets', '--format', '$(LABEL) $(REPO_URI)', 'Created-By: Packages'];
  const resolved = /^Debian (\S+)$/m.exec(await runQuietly('apt-get', query));
  const mirror = resolved?.[1] ?? mirrorInSources();
  if (!mirror) throw new Error('The sources of apt name no Debian mirror. Add one, then try again.');
  return mirror;
}

/** Before the first `apt-get update` apt has not resolved anything. Comments may name other mirrors. */
function mirrorInSources() {
  const parts = '/etc/apt/sources.list.d';
  const files = existsSync(parts) ? readdirSync(parts).map((name) => path.join(parts, name)) : [];
  for (const file of ['/etc/apt/sources.list', ...files].filter((name) => existsSync(name))) {
    const active = readFileSync(file, 'utf8').replace(/^\s*#.*$/gm, '');
    const found = /(?:^URIs:|^deb\s+(?:\[[^\]]*\]\s+)?)\s*(https?:\/\/\S+\/debian\/?)(?:\s|$)/m.exec(active);
    if (found) return found[1];
  }
  return undefined;
}

/** Removes what an interrupted installation left; one that is still running keeps its folder. */
async function removeAbandoned() {
  const prefix = 'building-llama-';
  for (const name of readdirSync(cache).filter((n) => n.startsWith(prefix)))
    if (!existsSync(`/proc/${name.slice(prefix.length)}`)) await removeTree(path.join(cache, name));
}

/** Never goes beyond the folder's own file system: a mount in it, such as /proc, is not ours to empty. */
async function removeTree(/** @type {string} */ tree) {
  if (existsSync(tree)) await runQuietly('rm', ['-rf', '--one-file-system', tree]);
}

function isOnPath(/** @type {string} */ program) {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}

function say(/** @type {string} */ line) {
  process.stderr.write(`${line}\n`);
}

if (process.argv[1] === path.join(root, 'build', 'provideLlama.mjs'))
  process.stdout.write(`${JSON.stringify(await provideLlama())}\n`);

// @ts-check
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './installed.mjs';
import { installServer } from './vscode/installServer.mjs';

/** The VS Code versions that are tested, each with the npm packages that carry its compiled server and its Node. */
export const servers = /** @type {const} */ ({
  '1.139.1': { codeServer: '4.139.1', node: '24.21.0' },
  '1.105.1': { codeServer: '4.105.1', node: '22.23.3' },
});

/** @typedef {keyof typeof servers} ServerVersion */
/** @typedef {{ version: ServerVersion, node: string, main: string }} Server A Node binary and the script it runs. */

/** The newest VS Code version that is tested. */
export const newestServer = /** @type {ServerVersion} */ ('1.139.1');
/** The oldest one, which `engines.vscode` of the manifest promises. */
export const oldestServer = /** @type {ServerVersion} */ ('1.105.1');

const cache = path.join(root, '.vscode-test');
const stamp = 'complete.json';

/**
 * A compiled VS Code Server with its own Node, installed from npm into `.vscode-test/` on the first call.
 * @param {{ version: ServerVersion }} wanted
 * @returns {Promise<Server>}
 */
export async function provideServer({ version }) {
  const folder = path.join(cache, `server-${version}`);
  if (!existsSync(path.join(folder, stamp))) await install(version, folder);
  const node = path.join(folder, 'node', process.platform === 'win32' ? 'node.exe' : 'bin/node');
  return { version, node, main: path.join(folder, 'vscode', 'out', 'server-main.js') };
}

/** Builds the folder beside its final name and renames it when it is whole, so nobody ever sees half of one. */
async function install(/** @type {ServerVersion} */ version, /** @type {string} */ folder) {
  mkdirSync(cache, { recursive: true });
  removeAbandoned(version);
  const building = path.join(cache, `building-${version}-${process.pid}`);
  try {
    process.stderr.write(`Installing VS Code Server ${version} into ${folder} (once, about a minute) …\n`);
    await installServer(building, servers[version]);
    writeFileSync(path.join(building, stamp), JSON.stringify(servers[version]));
    if (existsSync(path.join(folder, stamp))) return; // Another process was faster; its folder is as good.
    rmSync(folder, { recursive: true, force: true });
    renameSync(building, folder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** Removes what an interrupted installation left; one that is still running keeps its folder. */
function removeAbandoned(/** @type {ServerVersion} */ version) {
  const prefix = `building-${version}-`;
  for (const name of readdirSync(cache).filter((n) => n.startsWith(prefix))) {
    if (!isAlive(Number(name.slice(prefix.length)))) rmSync(path.join(cache, name), { recursive: true, force: true });
  }
}

function isAlive(/** @type {number} */ pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

if (process.argv[1] === path.join(root, 'build', 'provideVscode.mjs')) {
  const version = /** @type {ServerVersion} */ (process.argv[2] ?? newestServer);
  if (!(version in servers)) throw new Error(`${version} is none of ${Object.keys(servers).join(', ')}.`);
  process.stdout.write(`${(await provideServer({ version })).main}\n`);
}

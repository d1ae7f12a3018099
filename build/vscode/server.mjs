// @ts-check
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from './runQuietly.mjs';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 5_000;
const posix = process.platform !== 'win32';

/**
 * @typedef {import('./profile.mjs').Profile} Profile
 * @typedef {import('../provideVscode.mjs').Server} Server
 * @typedef {import('node:child_process').ChildProcess} ChildProcess
 * @typedef {object} RunningServer
 * @property {string} url Of an empty window, with what opens it.
 * @property {number} pid Of the server, which leads the process group of everything it forks.
 * @property {Promise<unknown>} ended Settles when the server has ended.
 * @property {() => Promise<void>} stop Ends it and everything it forked.
 */

const profileArguments = (/** @type {Profile} */ profile) => [
  '--accept-server-license-terms',
  '--server-data-dir',
  profile.dataDir,
  '--extensions-dir',
  profile.extensionsDir,
];

/**
 * Installs VSIX files into a profile.
 * @param {Server} server
 * @param {Profile} profile
 * @param {readonly string[]} files
 */
export async function installExtensions(server, profile, files) {
  const wanted = files.flatMap((file) => ['--install-extension', file]);
  await runQuietly(server.node, [server.main, ...profileArguments(profile), '--force', ...wanted]);
}

/**
 * Removes an extension by its id from a profile.
 * @param {Server} server
 * @param {Profile} profile
 * @param {string} id
 */
export async function uninstallExtension(server, profile, id) {
  await runQuietly(server.node, [server.main, ...profileArguments(profile), '--uninstall-extension', id]);
}

/**
 * Starts the server on a free loopback port and resolves once it listens.
 * @param {Server} server
 * @param {Profile} profile
 * @param {readonly string[]} [more] Arguments of the server's own.
 * @returns {Promise<RunningServer>}
 */
export async function startServer(server, profile, more = []) {
  // Whoever may open a window may run programs: other users of this machine do not have the token.
  const token = randomBytes(16).toString('hex');
  const tokenFile = path.join(profile.dataDir, 'token');
  mkdirSync(profile.dataDir, { recursive: true });
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const args = [
    server.main,
    ...profileArguments(profile),
    ...['--host', '127.0.0.1', '--port', '0', '--connection-token-file', tokenFile],
    ...['--telemetry-level', 'off', '--disable-workspace-trust'],
    ...more,
  ];
  // A process group of its own, so that stopping it reaches the extension hosts that it forks.
  const child = spawn(server.node, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: posix });
  const ended = new Promise((resolve) => child.once('close', resolve));
  // Whoever dies of an error takes the server along.
  const abandon = () => {
    signalGroup(child, 'SIGKILL');
  };
  process.once('exit', abandon);
  const stop = async () => {
    await stopGroup(child, ended);
    process.off('exit', abandon);
  };
  try {
    const port = await listeningPort(child);
    // An empty window: without it the server would offer the folder that the last one had.
    return { url: `http://127.0.0.1:${port}/?ew=true&tkn=${token}`, pid: child.pid ?? 0, stop, ended };
  } catch (error) {
    await stop();
    throw error;
  }
}

function listeningPort(/** @type {ChildProcess} */ child) {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (/** @type {string} */ what) => {
      clearTimeout(timer);
      reject(new Error(`VS Code Server ${what}. It said:\n${output.slice(-2000).trim()}`));
    };
    const timer = setTimeout(() => {
      fail(`did not listen within ${startTimeoutMs / 1000} s`);
    }, startTimeoutMs);
    const read = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-20_000);
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => {
      fail(`could not be started: ${error.message}`);
    });
    child.once('exit', (code, signal) => {
      fail(`ended with ${signal ?? code} before it listened`);
    });
  });
}

/** Asks the group to end, and ends it when it does not. */
async function stopGroup(/** @type {ChildProcess} */ child, /** @type {Promise<unknown>} */ ended) {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => {
    signalGroup(child, 'SIGKILL');
  }, stopTimeoutMs);
  await ended;
  clearTimeout(timer);
  signalGroup(child, 'SIGKILL');
}

function signalGroup(/** @type {ChildProcess} */ child, /** @type {NodeJS.Signals} */ signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(posix ? -child.pid : child.pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

// @ts-check
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { newestServer } from '../provideVscode.mjs';
import { root } from '../installed.mjs';
import { runQuietly } from './runQuietly.mjs';
import { userDataDir } from './profile.mjs';

const answerTimeoutMs = 10_000;
const { engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const oldest = engines.vscode.slice('^'.length);

/** @typedef {import('./profile.mjs').Profile} Profile */

/** Whether a desktop program can show a window that this process is asked to open. */
export function hasDisplay() {
  // In a remote terminal or under WSL `code` is the user's own running window, which takes no profile of ours.
  if (process.env['VSCODE_IPC_HOOK_CLI'] || process.env['WSL_DISTRO_NAME']) return false;
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** The command of an installed VS Code that is new enough, or undefined with the reason on standard error. */
export async function installedCode() {
  try {
    const [version = ''] = (await runQuietly('code', ['--version'], { timeoutMs: answerTimeoutMs })).split('\n');
    if (isAtLeast(version.trim(), oldest)) return 'code';
    process.stderr.write(`The installed VS Code is ${version.trim()}; ${oldest} or newer is needed.\n`);
  } catch (error) {
    process.stderr.write(`No installed VS Code: ${firstLine(error)}\n`);
  }
  return undefined;
}

/** The program of a VS Code fetched from its update server, or undefined with the reason on standard error. */
export async function fetchedCode() {
  try {
    return await downloadAndUnzipVSCode({
      version: newestServer,
      cachePath: path.join(root, '.vscode-test'),
      timeout: answerTimeoutMs,
      reporter: new SilentReporter(),
    });
  } catch (error) {
    process.stderr.write(`VS Code could not be fetched from its update server: ${firstLine(error)}\n`);
    return undefined;
  }
}

/**
 * Installs VSIX files into a profile and opens a window with it.
 * @param {string} program
 * @param {Profile} profile
 * @param {readonly string[]} files
 */
export async function openDesktop(program, profile, files) {
  const own = ['--user-data-dir', userDataDir(profile), '--extensions-dir', profile.extensionsDir];
  // As root VS Code starts only when it is told that it need not shield itself.
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const wanted = files.flatMap((file) => ['--install-extension', file]);
  await runQuietly(program, [...own, ...asRoot, '--force', ...wanted]);

  const window = [...own, ...asRoot, '--new-window', '--disable-workspace-trust', '--skip-welcome'];
  const child = spawn(program, window, { stdio: 'inherit', shell: process.platform === 'win32' });
  const [code] = /** @type {[number | null]} */ (await once(child, 'close'));
  if (code !== 0 && code !== null) throw new Error(`${program} ended with ${code}; what it said is above.`);
}

/** Whether a version `a.b.c` is at least another. */
export function isAtLeast(/** @type {string} */ version, /** @type {string} */ least) {
  return version.localeCompare(least, 'en', { numeric: true }) >= 0;
}

const firstLine = (/** @type {unknown} */ error) =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

// @ts-check
import { spawn } from 'node:child_process';
import { hasDisplay } from './desktop.mjs';

/** @type {Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>} */
const openers = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''], linux: ['xdg-open'] };

/** Opens a URL in the user's browser where there is one; the URL has been printed for everyone else. */
export function openBrowser(/** @type {string} */ url) {
  const own = process.env['BROWSER'];
  if (!own && !hasDisplay()) return;
  const [command, ...args] = own ? [own] : (openers[process.platform] ?? ['xdg-open']);
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.once('error', (error) => {
    process.stderr.write(`No browser could be opened (${error.message}): open the URL yourself.\n`);
  });
  child.unref();
}

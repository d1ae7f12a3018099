// @ts-check
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../installed.mjs';
import { newestServer, provideServer } from '../provideVscode.mjs';
import { checkWindow } from './check.mjs';
import { fetchedCode, hasDisplay, installedCode, openDesktop } from './desktop.mjs';
import { openBrowser } from './openBrowser.mjs';
import { calmSettings, hasSettings, profileIn, writeSettings } from './profile.mjs';
import { installExtensions, startServer } from './server.mjs';

/** Opens a window in a desktop VS Code. Returns false when this machine has none and none can be fetched. */
export async function startDesktop(/** @type {readonly string[]} */ files) {
  if (!hasDisplay()) {
    process.stderr.write('There is no display for a desktop VS Code: a VS Code Server takes its place.\n');
    return false;
  }
  const program = (await installedCode()) ?? (await fetchedCode());
  if (program === undefined) return false;
  process.stdout.write(`Opening ${program} with a profile of its own, so yours stays as it is …\n`);
  await openDesktop(program, lastingProfile(), files);
  return true;
}

/**
 * Serves a window to browsers until Ctrl-C or, to check it, looks at it once.
 * @param {readonly string[]} files
 * @param {{ check: boolean }} options
 */
export async function startServed(files, { check }) {
  const server = await provideServer({ version: newestServer });
  const fresh = check ? mkdtempSync(path.join(tmpdir(), 'wirthforge-start-')) : undefined;
  const profile = fresh === undefined ? lastingProfile() : profileIn(fresh);
  if (fresh !== undefined) writeSettings(profile, calmSettings);
  try {
    await installExtensions(server, profile, files);
    const interrupted = interruption();
    const running = await startServer(server, profile);
    const ended = running.ended.then(() => {
      throw new Error(`VS Code Server ended by itself; its logs are in ${profile.dataDir}. Run this again.`);
    });
    try {
      const { url } = running;
      process.stdout.write(`\nVS Code ${server.version} with the dashboard in view:  ${url}\n\n`);
      if (check) await Promise.race([checkWindow(url), interrupted.then(interruptedCheck), ended]);
      else {
        openBrowser(url);
        process.stdout.write('Ctrl-C ends it.\n');
        await Promise.race([interrupted, ended]);
      }
    } finally {
      await running.stop();
    }
  } finally {
    if (fresh !== undefined) rmSync(fresh, { recursive: true, force: true });
  }
}

/** The profile that `npm start` keeps from one time to the next; whoever changes its settings keeps them. */
function lastingProfile() {
  const profile = profileIn(path.join(root, '.vscode-test', 'start'));
  if (!hasSettings(profile)) writeSettings(profile, calmSettings);
  return profile;
}

/** Settles when this process is asked to end; what it started is then ended in order. */
function interruption() {
  return new Promise((resolve) => {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, resolve);
  });
}

function interruptedCheck() {
  throw new Error('Interrupted before the window was looked at.');
}

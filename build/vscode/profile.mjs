// @ts-check
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Folders of its own for a VS Code, desktop or server: nothing of the user's is read or changed.
 * @typedef {{ dataDir: string, extensionsDir: string }} Profile
 */

/** The profile below a folder. */
export const profileIn = (/** @type {string} */ folder) => ({
  dataDir: path.join(folder, 'data'),
  extensionsDir: path.join(folder, 'extensions'),
});

/** What a desktop VS Code calls the user data folder; a server keeps it in its own. */
export const userDataDir = (/** @type {Profile} */ profile) => path.join(profile.dataDir, 'data');

/** Where a desktop VS Code reads settings, and where a server does whose windows are in a browser. */
const settingsFiles = (/** @type {Profile} */ profile) =>
  ['User', 'Machine'].map((folder) => path.join(userDataDir(profile), folder, 'settings.json'));

/** Whether the profile has been given settings before. */
export const hasSettings = (/** @type {Profile} */ profile) => settingsFiles(profile).some((file) => existsSync(file));

/** Writes the profile's settings, which a running window picks up at once. */
export function writeSettings(/** @type {Profile} */ profile, /** @type {Record<string, unknown>} */ settings) {
  for (const file of settingsFiles(profile)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
  }
}

/** A window with nothing in it but what is to be seen, and nothing in it that asks the internet. */
export const calmSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.restoreWindows': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

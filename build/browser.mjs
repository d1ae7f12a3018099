// @ts-check
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

const commands = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];

/** Where the usual installers put Chromium and its relatives when they do not put them on the PATH. */
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name];
    if (!folder) return [];
    return ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map((p) =>
      path.join(folder, p),
    );
  }),
];

/**
 * Path of a Chromium for the tests: `CHROMIUM_PATH`, else an installed one, else, on Debian as root, one that apt
 * installs now. Fails with what to do when there is none.
 * @returns {Promise<string>}
 */
export async function provideChromium() {
  const wished = process.env['CHROMIUM_PATH'];
  if (wished) {
    if (isProgram(wished)) return wished;
    throw new Error(`CHROMIUM_PATH names ${wished}, which is no program. Name an executable Chromium, or unset it.`);
  }
  const found = installedChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    process.stderr.write('Installing Chromium with apt (once, about a minute) …\n');
    apt(['update', '-q']);
    apt(['install', '-qy', '--no-install-recommends', 'chromium']);
    const installed = installedChromium();
    if (installed) return installed;
  }
  throw new Error(
    'No Chromium was found, and the tests of the views need one. Install Chromium, Chrome or Edge, or set CHROMIUM_PATH to its executable, then run this again.',
  );
}

function installedChromium() {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  const onPath = commands.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...onPath, ...places].find(isProgram);
}

function isProgram(/** @type {string} */ file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // Not there or not to be run by us: either way the next place is tried.
  }
}

function apt(/** @type {string[]} */ args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, error } = spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env });
  if (status === 0) return;
  const why = error ? error.message : `exit code ${status}`;
  throw new Error(`apt-get ${args[0]} failed (${why}). Install the package chromium by hand, then run this again.`);
}

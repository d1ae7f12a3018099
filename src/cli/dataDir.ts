import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Surroundings } from './verb';

const extensionId = 'wirthforge.wirthforge-monitor';
const ownFolder = 'wirthforge-monitor';

/** Names of VS Code and its kin, as their folders for settings are called. */
const desktops = ['Code', 'Code - Insiders', 'VSCodium', 'VSCodium - Insiders', 'Code - OSS'];
/** Folders for settings in the home of a machine that is worked on from elsewhere. */
const servers = [
  '.vscode-server/data/User',
  '.vscode-server-insiders/data/User',
  '.vscode-server-oss/data/User',
  '.vscode-remote/data/User',
  '.vscodium-server/data/User',
  '.openvscode-server/data/User',
  '.local/share/code-server/User',
];

type Place = Pick<Surroundings, 'environment' | 'platform' | 'home'>;

export interface DataDir {
  readonly path: string;
  /** How it was chosen, for people. */
  readonly why: string;
}

/** The folder named on the command line; else the newest storage of the extension; else a folder of the user's own. */
export async function findDataDir(named: string | undefined, place: Place): Promise<DataDir> {
  if (named !== undefined) return { path: path.resolve(named), why: 'named with --data-dir' };
  let newest: { readonly folder: string; readonly time: number } | undefined;
  for (const folder of storageFolders(place)) {
    const time = await changedAt(folder);
    if (time !== undefined && time > (newest?.time ?? -Infinity)) newest = { folder, time };
  }
  if (newest) return { path: newest.folder, why: 'the newest storage of VS Code on this machine' };
  return { path: ownDataDir(place), why: 'no storage of VS Code was found on this machine' };
}

/** Where the extension's storage can be. */
export function storageFolders({ environment, platform, home }: Place): string[] {
  const settings = settingsFolder(platform, home, environment);
  const users = [
    ...desktops.map((name) => path.join(settings, name, 'User')),
    ...servers.map((user) => path.join(home, user)),
  ];
  return users.map((user) => path.join(user, 'globalStorage', extensionId));
}

function settingsFolder(platform: NodeJS.Platform, home: string, environment: Place['environment']): string {
  if (platform === 'win32') return environment['APPDATA'] ?? path.join(home, 'AppData', 'Roaming');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support');
  return absolute(environment['XDG_CONFIG_HOME']) ?? path.join(home, '.config');
}

function ownDataDir({ environment, platform, home }: Place): string {
  if (platform === 'win32')
    return path.join(environment['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), ownFolder);
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', ownFolder);
  return path.join(absolute(environment['XDG_DATA_HOME']) ?? path.join(home, '.local', 'share'), ownFolder);
}

/** The XDG rules say that a relative path is to be ignored. */
function absolute(folder: string | undefined): string | undefined {
  return folder !== undefined && path.isAbsolute(folder) ? folder : undefined;
}

/** When something in a folder came or went, ms since 1970; undefined where there is no such folder. */
async function changedAt(folder: string): Promise<number | undefined> {
  try {
    const stats = await stat(folder);
    return stats.isDirectory() ? stats.mtimeMs : undefined;
  } catch {
    // Missing or closed to this user: either way nothing to work with, and the next place is tried.
    return undefined;
  }
}

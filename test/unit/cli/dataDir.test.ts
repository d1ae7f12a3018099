import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, utimes } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { findDataDir, storageFolders } from '../../../src/cli/dataDir';

const homes: string[] = [];
let home = '';
beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-home-'));
  homes.push(home);
});
after(async () => {
  for (const each of homes) await rm(each, { recursive: true });
});

async function storage(user: string, changedAt: number): Promise<string> {
  const folder = path.join(home, user, 'globalStorage', 'wirthforge.wirthforge-monitor');
  await mkdir(folder, { recursive: true });
  await utimes(folder, changedAt, changedAt);
  return folder;
}

describe('data folder', () => {
  it('is the one that is named', async () => {
    await storage('.config/Code/User', 100);
    const found = await findDataDir('some/where', { platform: 'linux', home, environment: {} });
    assert.equal(found.path, path.resolve('some/where'));
  });

  it('is the storage of VS Code that changed last', async () => {
    await storage('.config/Code/User', 100);
    const newest = await storage('.vscode-server-insiders/data/User', 300);
    await storage('.config/VSCodium/User', 200);
    const found = await findDataDir(undefined, { platform: 'linux', home, environment: {} });
    assert.equal(found.path, newest);
    assert.match(found.why, /VS Code/);
  });

  const cases: readonly [NodeJS.Platform, Record<string, string>, string][] = [
    ['linux', {}, '.local/share/wirthforge-monitor'],
    ['linux', { XDG_DATA_HOME: '/xdg' }, '/xdg/wirthforge-monitor'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '.local/share/wirthforge-monitor'],
    ['darwin', {}, 'Library/Application Support/wirthforge-monitor'],
    ['win32', {}, 'AppData/Local/wirthforge-monitor'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/wirthforge-monitor'],
  ];
  for (const [platform, environment, expected] of cases)
    it(`is a folder of the user's own on ${platform} with ${JSON.stringify(environment)}`, async () => {
      const found = await findDataDir(undefined, { platform, home, environment });
      assert.equal(found.path, path.resolve(home, expected));
    });

  it('is looked for where each editor keeps its storage', () => {
    const linux = storageFolders({ platform: 'linux', home: '/h', environment: { XDG_CONFIG_HOME: '/cfg' } });
    const inUser = (user: string) => path.join(user, 'globalStorage', 'wirthforge.wirthforge-monitor');
    for (const user of [
      '/cfg/Code/User',
      '/cfg/Code - Insiders/User',
      '/h/.vscode-server/data/User',
      '/h/.local/share/code-server/User',
    ])
      assert.ok(linux.includes(inUser(user)), user);
    const mac = storageFolders({ platform: 'darwin', home: '/h', environment: {} });
    assert.ok(mac.includes(inUser('/h/Library/Application Support/VSCodium/User')));
    const windows = storageFolders({ platform: 'win32', home: '/h', environment: { APPDATA: '/roaming' } });
    assert.ok(windows.includes(inUser('/roaming/Code/User')));
  });
});

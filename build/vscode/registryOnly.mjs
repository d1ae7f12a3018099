// @ts-check
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @typedef {{ version?: string, resolved?: string, dependencies?: Record<string, string> }} LockedPackage */

/**
 * Takes packages that a lock file pins to a git repository from the registry instead, at the same version: a machine
 * that reaches a registry need not reach a code host, and the published package carries what the other would compile.
 */
export function useRegistryOnly(/** @type {string} */ folder) {
  const lockFile = path.join(folder, 'npm-shrinkwrap.json');
  const manifestFile = path.join(folder, 'package.json');
  const lock = JSON.parse(readFileSync(lockFile, 'utf8'));
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  /** @type {Record<string, LockedPackage>} */
  const packages = lock.packages;
  const prefix = 'node_modules/';

  for (const [place, { resolved, version }] of Object.entries(packages)) {
    const name = place.slice(prefix.length);
    if (!resolved?.startsWith('git') || version === undefined || !(name in manifest.dependencies)) continue;
    delete packages[place];
    manifest.dependencies[name] = version;
    const top = packages['']?.dependencies;
    if (top) top[name] = version;
  }
  writeFileSync(lockFile, JSON.stringify(lock));
  writeFileSync(manifestFile, JSON.stringify(manifest));
}

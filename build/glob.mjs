// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './installed.mjs';

/** Files below a folder of the repository that end so, as paths relative to the repository, sorted. */
export function globSync(/** @type {string} */ folder, /** @type {string} */ ending) {
  const top = path.join(root, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => path.join(folder, file))
    .sort();
}

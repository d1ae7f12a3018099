import fs from 'node:fs';
import path from 'node:path';

const mostCharacters = 256;

/** The first line of a small file of sysfs; empty when it cannot be read: what a device does not have, it does not show. */
export function firstLine(file: string): string {
  try {
    return fs.readFileSync(file, 'latin1').slice(0, mostCharacters).split('\n', 1)[0]!.trim();
  } catch {
    return '';
  }
}

/** Names in a folder, in order; none when there is no such folder. */
export function namesIn(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** The last part of what a link points to; empty when there is no link. */
export function linkedName(link: string): string {
  try {
    return path.basename(fs.readlinkSync(link));
  } catch {
    return '';
  }
}

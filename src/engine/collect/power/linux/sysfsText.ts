import fs from 'node:fs';

const mostCharacters = 256;

/** The trimmed text of a small file; undefined where there is none or it cannot be read. Not for files read often. */
export function sysfsText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'latin1').slice(0, mostCharacters).trim();
  } catch {
    // Such files come and go with their hardware; what is not there is not used.
    return undefined;
  }
}

/** The names in a folder, in order of the numbers in them; none where it cannot be listed. */
export function sysfsNames(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  } catch {
    // A kernel without that interface has no such folder.
    return [];
  }
}

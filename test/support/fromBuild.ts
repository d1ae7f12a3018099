import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Loads a script of `build/` as it is, not bundled into the test: those scripts know the repository by where they lie.
 * Name its type beside it: `fromBuild<typeof import('../../build/provideVscode.mjs')>('provideVscode.mjs')`.
 */
export async function fromBuild<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(path.resolve('build', file)).href)) as T;
}

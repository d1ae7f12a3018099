import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** A file's path in the folder where the tests in VS Code leave pictures for people. */
export function artifact(name: string): string {
  const folder = path.resolve('artifacts', 'vscode');
  mkdirSync(folder, { recursive: true });
  return path.join(folder, name);
}

// @ts-check
import path from 'node:path';
import { root } from '../installed.mjs';
import { runQuietly } from './runQuietly.mjs';

/** Packs the small extension that opens the dashboard when a window starts. Returns the VSIX file's path. */
export async function packOpener() {
  const file = path.join(root, 'dist', 'start-with-dashboard.vsix');
  const args = ['vsce', 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', file];
  await runQuietly('npx', args, { cwd: path.join(root, 'build', 'vscode', 'opener') });
  return file;
}

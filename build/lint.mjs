// @ts-check
import os from 'node:os';
import { captured } from './captured.mjs';
import { ensureInstalled } from './installed.mjs';

/** Ignored folders that prettier would list file by file: those of the installed servers have tens of thousands. */
const unread = ['.vscode-test', 'artifacts', 'dist'].map((folder) => `!${folder}/**`);

/** Types and style take the longest, and neither needs the other, so all of them run beside each other. */
const checks = [
  ['npx', 'tsc', '-b', 'tsconfig.json'],
  ['npx', 'eslint', '--max-warnings', '0', '.'],
  ['node', 'build/cycles.mjs'],
  ['npx', 'prettier', '--check', '--log-level', 'warn', '.', ...unread],
  ['node', 'build/manifest.mjs', '--check'],
  ['node', 'build/l10n.mjs', '--check'],
];

ensureInstalled();
// Tests that run at the same time wait for each other; nobody waits for this but at the end.
os.setPriority(os.constants.priority.PRIORITY_LOW);
const outcomes = await Promise.all(checks.map(([command = '', ...args]) => captured(command, args)));
for (const { output } of outcomes) process.stdout.write(output);
process.exit(outcomes.every(({ passed }) => passed) ? 0 : 1);

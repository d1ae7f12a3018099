// @ts-check
import { spawn } from 'node:child_process';
import { ensureInstalled, root } from './installed.mjs';

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
const outcomes = await Promise.all(checks.map(checked));
for (const { output } of outcomes) process.stdout.write(output);
process.exit(outcomes.every(({ passed }) => passed) ? 0 : 1);

/**
 * @param {readonly string[]} words
 * @returns {Promise<{ passed: boolean, output: string }>} What it said, all at once so that nothing is mixed up.
 */
function checked([command = '', ...args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, shell: process.platform === 'win32' });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    child.once('error', (error) => {
      resolve({ passed: false, output: `${command} could not be started: ${error.message}\n` });
    });
    child.once('close', (code) => {
      resolve({ passed: code === 0, output });
    });
  });
}

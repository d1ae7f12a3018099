// @ts-check
import { spawn } from 'node:child_process';
import { root } from './installed.mjs';

/**
 * Runs a command to its end. What it says is kept, so that nothing is mixed up where several run beside each other.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<{ passed: boolean, output: string }>}
 */
export function captured(command, args) {
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

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const limitMs = 10 * 60_000;

/** What a subject measured in a process of its own, as it printed it. @param node Another Node than this one. */
export async function measuredBy<T>(
  subject: string,
  args: readonly (string | number)[],
  node = process.execPath,
): Promise<T> {
  const script = path.join('dist', 'bench', 'subjects', `${subject}.cjs`);
  const { stdout } = await run(node, [script, ...args.map(String)], { timeout: limitMs });
  return JSON.parse(stdout) as T;
}

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const installMs = 5 * 60_000;
const queryMs = 30_000;

/** Makes sure that SQLite's own program is there: on Debian as root it is installed when it is missing. */
export async function provideSqlite3(): Promise<void> {
  if (isOnPath('sqlite3')) return;
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0)
    throw new Error(
      'The program sqlite3 is not on the PATH, and only on Debian as root can it be installed from here. Install SQLite, then run this again.',
    );
  const options = { timeout: installMs, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await run('apt-get', ['update', '-q'], options);
  await run('apt-get', ['install', '-qy', '--no-install-recommends', 'sqlite3'], options);
}

/** What `sqlite3` answers to a query, one object for each row. @throws Error with its message when it refuses. */
export async function sqlite3(file: string, query: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { stdout } = await run('sqlite3', ['-readonly', '-json', file, query], { timeout: queryMs });
  return stdout.trim() === '' ? [] : (JSON.parse(stdout) as Record<string, unknown>[]);
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}

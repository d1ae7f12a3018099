import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line as it is shipped, in a process of its own. @param passphrase In its environment; none: not there. */
export function wirthforge(words: readonly string[], passphrase?: string): Promise<CliRun> {
  const env = { ...process.env, WF_STORE_PASSPHRASE: passphrase ?? '' };
  const child = spawn(process.execPath, [path.resolve('dist', 'cli.js'), ...words], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, out: out.join(''), err: err.join('') });
    });
  });
}

/** A monitor of this machine alone that runs for some seconds, as `serve` starts it. */
export async function recordFor(
  seconds: number,
  dataDir: string,
  settings: { readonly encrypt: boolean },
  passphrase?: string,
): Promise<CliRun> {
  const config = `${dataDir}.json`;
  const system = { sampleRate: 10 };
  await writeFile(
    config,
    JSON.stringify({
      collectors: { system, model: { enabled: false } },
      proxy: { enabled: false },
      store: { encrypt: settings.encrypt, flushMs: 200 },
    }),
  );
  return wirthforge(
    ['serve', '--port=0', `--for=${seconds}`, `--config=${config}`, `--data-dir=${dataDir}`],
    passphrase,
  );
}

/** Every file below a folder by its path inside it, with its SHA-256. */
export async function hashes(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    found[path.relative(folder, file)] = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  }
  return found;
}

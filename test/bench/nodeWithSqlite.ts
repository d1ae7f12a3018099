import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const installMs = 5 * 60_000;

/** A Node that has `node:sqlite`: this one, another one here, else one that is installed; undefined where that fails. */
export async function nodeWithSqlite(): Promise<string | undefined> {
  const folder = path.resolve('artifacts', 'node');
  const installed = path.join(folder, 'node_modules', 'node', 'bin', 'node');
  for (const node of [process.execPath, ...nodesOfVscode(), installed]) if (await hasSqlite(node)) return node;
  mkdirSync(folder, { recursive: true });
  try {
    await run('npm', ['install', '--no-save', '--prefix', folder, 'node@24'], { timeout: installMs });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `No Node with node:sqlite is here and none could be installed, so it is left out: ${reason}\n`,
    );
    return undefined;
  }
  return installed;
}

/** The VS Code Servers of the tests bring newer ones. */
function nodesOfVscode(): string[] {
  const folder = path.resolve('.vscode-test');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith('server-'))
    .map((name) => path.join(folder, name, 'node', 'bin', 'node'));
}

async function hasSqlite(node: string): Promise<boolean> {
  if (!existsSync(node)) return false;
  const { stdout } = await run(node, ['--print', 'process.getBuiltinModule?.("node:sqlite") !== undefined']);
  return stdout.trim() === 'true';
}

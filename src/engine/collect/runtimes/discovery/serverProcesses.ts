import { readdir, readFile, stat } from 'node:fs/promises';

const maxProcesses = 8192;
const maxCommandCharacters = 16_384;
const localHosts: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1', '0.0.0.0', '::']);

/**
 * Ports of the llama-servers that this user runs, as their command lines tell.
 * @param folder Where the kernel shows processes; a machine without it runs none that could be found.
 */
export async function llamaServerPorts(folder = '/proc', user = process.getuid?.()): Promise<number[]> {
  const entries = await readdir(folder).catch((): string[] => []);
  const pids = entries.filter((name) => /^\d+$/.test(name)).slice(0, maxProcesses);
  const servers = new Map<string, { port: number | undefined; parent: string }>();
  for (const pid of pids) {
    const line = await commandOf(`${folder}/${pid}`, user);
    if (line) servers.set(pid, { port: portOf(line), parent: await parentOf(`${folder}/${pid}`) });
  }
  // A router's own servers are read through the router.
  const roots = [...servers.values()].filter(({ parent }) => !servers.has(parent));
  return [...new Set(roots.flatMap(({ port }) => port ?? []))];
}

/** The arguments of a llama-server of this user; undefined for any other process, and for one that just ended. */
async function commandOf(folder: string, user: number | undefined): Promise<string[] | undefined> {
  try {
    const text = await readFile(`${folder}/cmdline`, 'utf8');
    const [program = '', ...args] = text.slice(0, maxCommandCharacters).split('\0');
    if (!/(?:^|\/)llama-server$/.test(program)) return undefined;
    return (await stat(folder)).uid === user ? args : undefined;
  } catch {
    return undefined;
  }
}

/** The port of a command line, if it listens where the monitor may look. */
function portOf(args: readonly string[]): number | undefined {
  const host = option(args, '--host');
  const port = Number(option(args, '--port'));
  const isLocal = host === undefined || localHosts.has(host);
  return isLocal && Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

function option(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  if (at >= 0) return args[at + 1];
  return args.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1);
}

async function parentOf(folder: string): Promise<string> {
  const status = await readFile(`${folder}/stat`, 'utf8').catch(() => '');
  // The name before it is in parentheses, and may itself hold any of them.
  return status.slice(status.lastIndexOf(')') + 2).split(' ')[1] ?? '';
}

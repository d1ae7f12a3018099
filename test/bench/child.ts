import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A process that prints where it listens and runs until it is stopped. */
export interface ListeningChild {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

export async function listeningChild(script: string, ...args: readonly string[]): Promise<ListeningChild> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => {
      resolve(String(line).trim());
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`${script} ended by itself with code ${String(code)}.`));
    });
  });
  return {
    pid: child.pid!,
    url,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

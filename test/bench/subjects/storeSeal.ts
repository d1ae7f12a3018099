import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { benchThread } from '../benchThread';

/**
 * Starts the store's thread on a folder with one full journal of epoch 1, which is recovery, then has it seal the closed
 * ones of epoch 2, and prints how long each took and what memory recovery needed over what the process had before.
 */
async function main(): Promise<void> {
  const [dataDir = ''] = process.argv.slice(2);
  const closed = readdirSync(path.join(dataDir, 'journal'))
    .filter((name) => name.startsWith('00000002-'))
    .sort()
    .slice(0, -1);
  const thread = await benchThread(dataDir, 2);
  // The kernel's mark of the highest memory begins anew.
  writeFileSync('/proc/self/clear_refs', '5');
  const before = process.memoryUsage.rss();
  const recovery = await timed(() => thread.ask('recover', {}));
  const peak = highestBytes();
  const seals: { ms: number; cpuMs: number }[] = [];
  for (const name of closed) seals.push(await timed(() => thread.ask('seal', { retired: [`journal/${name}`] })));
  await thread.stop();
  process.stdout.write(JSON.stringify({ recovery, recoveryBytes: peak - before, seals }));
}

async function timed(work: () => Promise<number>): Promise<{ ms: number; cpuMs: number }> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const sealed = await work();
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  if (sealed !== 1) throw new Error(`${sealed} journals were sealed and not one, so the times mean nothing.`);
  return { ms, cpuMs: (user + system) / 1000 };
}

function highestBytes(): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
}

void main();

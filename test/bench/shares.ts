import { type ChildProcess, spawn } from 'node:child_process';
import { median, usageOf } from './meter';

/** Something whose CPU share is measured beside others in the same run. */
export interface Subject {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Called once the subject runs; what it returns is called when it has been measured. */
  readonly alongside?: () => Promise<() => Promise<void>>;
}

export interface Share {
  readonly name: string;
  /** CPU in percent of one core, a figure for each round. */
  readonly cpuPercent: number[];
  readonly residentMiB: number[];
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Measures the subjects in turn, round by round, so that a drift of the machine's speed meets all of them. */
export async function measureShares(subjects: readonly Subject[], rounds: number, seconds: number): Promise<Share[]> {
  const shares = subjects.map(({ name }): Share => ({ name, cpuPercent: [], residentMiB: [] }));
  for (let round = 1; round <= rounds; round++) {
    for (const [i, subject] of subjects.entries()) {
      process.stderr.write(`round ${round} of ${rounds}: ${subject.name}\n`);
      const { cpu, resident } = await measure(subject, seconds);
      shares[i]!.cpuPercent.push(cpu);
      shares[i]!.residentMiB.push(resident);
    }
  }
  return shares;
}

async function measure(subject: Subject, seconds: number): Promise<{ cpu: number; resident: number }> {
  const [program, ...args] = subject.command;
  const child = spawn(program, args, { stdio: 'ignore', detached: true, env: { ...process.env, ...subject.env } });
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`${subject.name} ended by itself with code ${String(code)}.`));
    });
  });
  failed.catch(() => undefined);
  const run = async (): Promise<{ cpu: number; resident: number }> => {
    await sleep(6000);
    const done = await subject.alongside?.();
    await sleep(2000);
    const before = usageOf(child.pid!);
    const from = performance.now();
    await sleep(seconds * 1000);
    const after = usageOf(child.pid!);
    const elapsed = (performance.now() - from) / 1000;
    await done?.();
    return {
      cpu: ((after.cpuSeconds - before.cpuSeconds) / elapsed) * 100,
      resident: after.residentBytes / 1024 / 1024,
    };
  };
  try {
    return await Promise.race([run(), failed]);
  } finally {
    await ended(child);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return;
  child.removeAllListeners('exit');
  const gone = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGTERM');
  await Promise.race([gone, sleep(3000)]);
  if (!hasEnded(child)) process.kill(-child.pid, 'SIGKILL');
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

export function shareRow({ name, cpuPercent, residentMiB }: Share): string[] {
  const range = `${Math.min(...cpuPercent).toFixed(2)} to ${Math.max(...cpuPercent).toFixed(2)}`;
  return [name, median(cpuPercent).toFixed(2), range, median(residentMiB).toFixed(1)];
}

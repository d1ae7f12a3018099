import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { hangsMs } from '../../build/vscode/eventually.mjs';
import type { MemberOrder, MemberWord } from './memberChild';

export type StateWord = Extract<MemberWord, { said: 'state' }>;

/** A process that takes part in an election. */
export class MemberProcess {
  readonly words: MemberWord[] = [];
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  private errors = '';

  /** Runs the program that runs here, as a member. */
  constructor(order: MemberOrder) {
    const args = ['--enable-source-maps', process.argv[1]!, 'member', JSON.stringify(order)];
    const env = order.temporary === undefined ? process.env : { ...process.env, TMPDIR: order.temporary };
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], env });
    this.child = child;
    child.stderr.on('data', (bytes: Buffer) => (this.errors += bytes.toString()));
    // It may be killed with a line half read.
    child.stdin.on('error', () => undefined);
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      if (line.endsWith('}')) this.words.push(JSON.parse(line) as MemberWord);
    });
    this.ended = Promise.all([once(child, 'close'), once(lines, 'close')]);
  }

  get pid(): number {
    return this.child.pid!;
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The last state that it told. */
  get state(): StateWord | undefined {
    return this.words.findLast((word) => word.said === 'state');
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(signal);
  }

  say(line: 'next' | 'stop'): void {
    this.child.stdin?.write(`${line}\n`);
  }

  /** Ends when it ended cleanly. */
  async stop(): Promise<void> {
    this.say('stop');
    await Promise.race([
      this.ended,
      delay(hangsMs, undefined, { ref: false }).then(() => this.fail('It does not stop.')),
    ]);
    if (this.child.exitCode !== 0) this.fail('It did not end cleanly.');
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Ends when such a word was said after the first `from`. @throws Error when that takes too long. */
  async hears(what: string, is: (word: MemberWord) => boolean, from = 0): Promise<MemberWord> {
    return until(`${this.pid} says ${what}`, () => {
      if (!this.isAlive) this.fail('It ended by itself.');
      return this.words.slice(from).find(is);
    });
  }

  /** Ends when it is in such a state. */
  async is(kind: StateWord['kind']): Promise<StateWord> {
    return until(`${this.pid} is ${kind}`, () => (this.state?.kind === kind ? this.state : undefined)).catch(
      (error: unknown) => this.fail(String(error)),
    );
  }

  private fail(what: string): never {
    throw new Error(`${what} Process ${this.pid} said: ${JSON.stringify(this.words.slice(-20))} ${this.errors}`);
  }
}

/** Ends with what is found, as soon as there is something. @throws Error when that takes too long. */
export async function until<T>(what: string, find: () => T | undefined): Promise<T> {
  const end = performance.now() + hangsMs;
  while (performance.now() < end) {
    const found = find();
    if (found !== undefined) return found;
    await delay(10);
  }
  throw new Error(`It took longer than ${hangsMs} ms until ${what}.`);
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A child process that says lines of JSON until it is killed. */
export class StormChild<Word> {
  readonly words: Word[] = [];
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  private readonly waiting: { readonly is: (word: Word) => boolean; readonly heard: () => void }[] = [];
  private errors = '';
  private isKilled = false;

  /** Runs the program that runs here, in another role. */
  constructor(role: string, order: object) {
    const args = ['--enable-source-maps', process.argv[1]!, role, JSON.stringify(order)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    child.stderr.on('data', (bytes: Buffer) => (this.errors += bytes.toString()));
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      this.hear(line);
    });
    this.ended = Promise.all([once(child, 'close'), once(lines, 'close')]);
  }

  /** Ends when such a word was said, now or before. @throws Error when the child ended without it. */
  async hears(is: (word: Word) => boolean): Promise<void> {
    if (this.words.some(is)) return;
    const heard = new Promise<'heard'>((resolve) => {
      this.waiting.push({
        is,
        heard: () => {
          resolve('heard');
        },
      });
    });
    const first = await Promise.race([heard, this.ended.then(() => 'ended' as const)]);
    if (first === 'ended') throw new Error(`The child ended by itself: ${this.errors}`);
  }

  /** Freezes it, or lets it go on. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(name);
  }

  /** @returns all that it had said. @throws Error when it had ended by itself. */
  async kill(): Promise<readonly Word[]> {
    this.isKilled = this.child.exitCode === null && this.child.signalCode === null;
    this.child.kill('SIGKILL');
    await this.ended;
    if (!this.isKilled) throw new Error(`The child ended by itself: ${this.errors}`);
    return this.words;
  }

  private hear(line: string): void {
    // A line that the kill cut off was not said.
    if (!line.endsWith('}')) return;
    const word = JSON.parse(line) as Word;
    this.words.push(word);
    for (const waiter of this.waiting) if (waiter.is(word)) waiter.heard();
  }
}

import { execFile } from 'node:child_process';
import type { AwaitedSource } from './awaitedPart';
import { codeOf, Unreadable } from './unreadable';

/** A program of the operating system, by its full path, so that nobody can put another one in its place. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** Runs a program and resolves to what it printed. Rejects with `Unreadable`. */
export type RunProgram = (command: Command) => Promise<string>;

const timeoutMs = 5000;
const mostBytes = 4 * 1024 * 1024;

/** Runs a program for at most 5 s and 4 MiB of output, with numbers and words as in English. */
export const runProgram: RunProgram = ({ file, args }) =>
  new Promise((resolve, reject) => {
    const options = {
      timeout: timeoutMs,
      maxBuffer: mostBytes,
      killSignal: 'SIGKILL',
      windowsHide: true,
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C', LANG: 'C' },
    } as const;
    execFile(file, args, options, (error, output) => {
      if (!error) resolve(output);
      else
        reject(
          new Unreadable(
            `${file} failed (${error.killed ? `no answer within ${timeoutMs / 1000} s` : codeOf(error)}).`,
            `Run "${[file, ...args].join(' ')}" in a terminal to see why.`,
          ),
        );
    });
  });

/** A program that ran but printed something that this monitor cannot read. */
export function unexpectedOutput({ file, args }: Command): Unreadable {
  return new Unreadable(
    `${file} printed something unexpected.`,
    `If it stays that way, please report what "${[file, ...args].join(' ')}" prints.`,
  );
}

/** Runs some programs at once and fills a frame from what they printed, in the same order. */
export class ProgramSource implements AwaitedSource {
  constructor(
    private readonly run: RunProgram,
    private readonly commands: readonly Command[],
    private readonly fill: (outputs: readonly string[]) => void,
  ) {}

  async read(): Promise<boolean> {
    this.fill(await Promise.all(this.commands.map((command) => this.run(command))));
    return true;
  }

  close(): void {
    // Each run ends by itself.
  }
}

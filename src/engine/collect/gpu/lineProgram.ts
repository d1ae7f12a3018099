import { spawn, type ChildProcess } from 'node:child_process';
import type { Clock } from '../../clock';
import { cleanText } from '../../cleanText';
import type { Command } from '../system/program';
import { codeOf, Unreadable } from '../system/unreadable';
import { LineSplitter } from '../system/windows/lineSplitter';

/** Starts a program that goes on printing; tests start something else that prints the same. */
export type SpawnProgram = (command: Command) => ChildProcess;

export const spawnProgram: SpawnProgram = ({ file, args }) =>
  spawn(file, args, {
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, LC_ALL: 'C', LANG: 'C' },
  });

export interface LineProgramOptions {
  readonly clock: Clock;
  readonly spawn: SpawnProgram;
  readonly command: Command;
  /** What people can run in a terminal to see for themselves. */
  readonly tryIt: string;
  /** How long it may take from one reading to the next, the first one included, in ms. */
  readonly silentMs: number;
  /** Longer lines are dropped. */
  readonly longestLine?: number;
  /** Takes a line; tells whether it was a reading. */
  readonly take: (line: string) => boolean;
  /** Told before each start. */
  readonly starting?: () => void;
}

const firstRetryMs = 1000;
const longestRetryMs = 60_000;
/** A run of that long shows that the program works; what ends it then is no reason to wait long. */
const steadyMs = 20_000;
/** Nothing that is meant prints more between two ticks. */
const mostCharactersATick = 4 * 1024 * 1024;
const defaultLine = 8192;
const saidCharacters = 200;

/** One long-lived program whose lines are readings: started when due, ended when silent, started again with patience. */
export class LineProgram {
  /** Why there are no readings; undefined from a reading on. */
  failure: Unreadable | undefined;
  /** What it said in the run that failed last, first of all: most often the error. Empty when it said nothing. */
  lastWords = '';
  private said = '';
  private child: ChildProcess | undefined;
  private startAt = -Infinity;
  private startedAt = 0;
  private heardAt = 0;
  private hasRead = false;
  private failures = 0;
  private characters = 0;

  constructor(private readonly options: LineProgramOptions) {}

  get isRunning(): boolean {
    return this.child !== undefined;
  }

  /** Whether it runs and has given a reading. */
  get isReading(): boolean {
    return this.child !== undefined && this.hasRead;
  }

  /** Starts it when it is due and ends it when it is silent; call it about once a second. */
  tick(): void {
    const now = this.options.clock.monotonic();
    this.characters = 0;
    if (this.child && now - this.heardAt > this.options.silentMs) {
      this.end();
      this.failed(this.silent());
    } else if (!this.child && now >= this.startAt) this.launch(now);
  }

  /** Ends it now. A later tick starts it anew. */
  stop(): void {
    this.end();
    this.failure = undefined;
    this.failures = 0;
    this.startAt = -Infinity;
  }

  private launch(now: number): void {
    const { spawn: start, command, longestLine = defaultLine, starting } = this.options;
    starting?.();
    this.startedAt = now;
    this.heardAt = now;
    this.hasRead = false;
    this.said = '';
    let child: ChildProcess;
    try {
      child = start(command);
    } catch (error) {
      this.failed(this.cannotStart(error));
      return;
    }
    this.child = child;
    const lines = new LineSplitter(longestLine, (line) => {
      if (this.child === child) this.take(line);
    });
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      if (this.child !== child) return;
      this.characters += piece.length;
      if (this.characters <= mostCharactersATick) lines.take(piece);
      else {
        this.end();
        this.failed(this.endless());
      }
    });
    child.on('error', (error) => {
      this.ended(child, this.cannotStart(error));
    });
    child.on('close', (code) => {
      this.ended(child, code === 0 && this.hasRead ? undefined : this.over(code));
    });
  }

  private take(line: string): void {
    if (this.options.take(line)) {
      this.hasRead = true;
      this.failure = undefined;
      this.heardAt = this.options.clock.monotonic();
    } else if (this.said === '') this.said = cleanText(line, saidCharacters);
  }

  /** @param failure Undefined for a run that came to the end that it was asked for. */
  private ended(child: ChildProcess, failure: Unreadable | undefined): void {
    if (this.child !== child) return;
    this.child = undefined;
    if (failure) this.failed(failure);
  }

  private failed(failure: Unreadable): void {
    const now = this.options.clock.monotonic();
    const wasSteady = this.hasRead && now - this.startedAt >= steadyMs;
    this.failures = wasSteady ? 0 : this.failures + 1;
    this.startAt = now + Math.min(longestRetryMs, firstRetryMs * 2 ** Math.max(0, this.failures - 1));
    this.failure = failure;
    this.lastWords = this.said;
  }

  private end(): void {
    const { child } = this;
    this.child = undefined;
    // It only reads, so nothing is lost by ending it at once; one that hangs would not heed a request.
    child?.kill('SIGKILL');
    child?.stdout?.destroy();
  }

  private silent(): Unreadable {
    return new Unreadable(
      `${this.options.command.file} gave no reading for ${this.options.silentMs / 1000} s and was ended.`,
      `Run "${this.options.tryIt}" in a terminal to see whether it answers.`,
    );
  }

  private endless(): Unreadable {
    return new Unreadable(
      `${this.options.command.file} printed far more than readings and was ended.`,
      `Run "${this.options.tryIt}" in a terminal to see what it prints.`,
    );
  }

  private cannotStart(error: unknown): Unreadable {
    return new Unreadable(
      `${this.options.command.file} cannot be started (${codeOf(error)}).`,
      'Check that it is installed and may be run by the user who runs the monitor.',
    );
  }

  private over(code: number | null): Unreadable {
    const words = this.said === '' ? `exit code ${code ?? 'none'}` : `"${this.said}"`;
    return new Unreadable(
      `${this.options.command.file} ended (${words}).`,
      `Run "${this.options.tryIt}" in a terminal to see why.`,
    );
  }
}

import { constants } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../../protocol/messageOf';
import type { AlertChange } from '../change';
import { auditLines } from './auditLine';

const mostBytes = 1024 * 1024;
const kept = 5;
/** More lines than this never wait; the disk that is so slow has other worries. */
const mostWaiting = 1000;
/** Neither a link to somewhere else nor a pipe that never ends is followed; Windows knows neither flag. */
const careful = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK;
const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | careful;

/** The file `audit.jsonl` of what alerts did, a line of JSON each; begun anew at 1 MiB, with the last 5 kept. */
export class AuditLog {
  private waiting: string[] = [];
  private left = 0;
  private writing: Promise<void> | undefined;
  private hasFailed = false;

  /** @param report Told once when lines cannot be written, and again after a time in which they could. */
  constructor(
    private readonly folder: string,
    private readonly report: (problem: string) => void,
  ) {}

  /** Takes in a step of an alert. Never throws. */
  changed(change: AlertChange): void {
    for (const line of auditLines(change))
      if (this.waiting.length < mostWaiting) this.waiting.push(line);
      else this.left++;
    if (this.waiting.length > 0) this.writing ??= this.write();
  }

  /** Ends when all that came is written, or cannot be. */
  async close(): Promise<void> {
    await this.writing;
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      const lines = this.waiting;
      this.waiting = [];
      const missing = this.left;
      this.left = 0;
      if (missing > 0) lines.push(JSON.stringify({ event: 'left out', lines: missing }));
      try {
        await this.append(`${lines.join('\n')}\n`);
        this.hasFailed = false;
      } catch (error) {
        this.failed(error, lines.length);
      }
    }
    this.writing = undefined;
  }

  private async append(text: string): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    if ((await appended(this.file(0), text)) >= mostBytes) await this.rotate();
  }

  private async rotate(): Promise<void> {
    await rm(this.file(kept), { force: true });
    for (let age = kept - 1; age >= 0; age--) await unlessMissing(rename(this.file(age), this.file(age + 1)));
  }

  /** @param age 0: the one that is written. */
  private file(age: number): string {
    return path.join(this.folder, age === 0 ? 'audit.jsonl' : `audit.${age}.jsonl`);
  }

  private failed(error: unknown, lines: number): void {
    if (this.hasFailed) return;
    this.hasFailed = true;
    const why = messageOf(error);
    this.report(
      `${lines} lines of the audit of alerts could not be written to ${this.file(0)}: ${why}. Alerts go on, but the audit misses them. Make room, or make the folder writable; nothing else is needed.`,
    );
  }
}

/** @returns The size of the file afterwards, bytes. */
async function appended(file: string, text: string): Promise<number> {
  const handle = await open(file, flags, 0o600);
  try {
    if (!(await handle.stat()).isFile()) throw new Error('it is not a regular file');
    await handle.appendFile(text);
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

async function unlessMissing(done: Promise<void>): Promise<void> {
  try {
    await done;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

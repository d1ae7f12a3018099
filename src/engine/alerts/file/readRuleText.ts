import { constants, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';

/** Larger rule files are not read. */
export const mostRuleBytes = 10 * 1024 * 1024;

/** A pipe that nobody writes to is opened without waiting for that; Windows knows no such flag, and no such pipe. */
const flags = process.platform === 'win32' ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK;

/** What a look at the rule file brought; `stamp` changes with every saving of it. */
export type RuleText =
  | { readonly kind: 'text'; readonly text: string; readonly stamp: string }
  | { readonly kind: 'same' }
  | { readonly kind: 'missing' }
  /** It is there, and cannot be used; for people. */
  | { readonly kind: 'unreadable'; readonly reason: string; readonly stamp: string };

/**
 * Reads the rule file unless it is the one that was read before. Never more than 10 MiB, and never something that is
 * not a file, such as a pipe that would not end.
 * @throws Error of the file system other than that it is not there.
 */
export async function readRuleText(file: string, before: string | undefined): Promise<RuleText> {
  if (before !== undefined && (await isAsBefore(file, before))) return { kind: 'same' };
  const handle = await open(file, flags).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return { kind: 'missing' };
  try {
    const found = await handle.stat();
    const { size } = found;
    const stamp = stampOf(found);
    if (stamp === before) return { kind: 'same' };
    if (!found.isFile()) return { kind: 'unreadable', stamp, reason: 'It is not a file.' };
    if (size > mostRuleBytes)
      return { kind: 'unreadable', stamp, reason: `It is larger than ${mostRuleBytes / 1024 / 1024} MiB.` };
    const buffer = Buffer.alloc(size);
    let length = 0;
    while (length < size) {
      const { bytesRead } = await handle.read(buffer, length, size - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    const text = textOf(buffer.subarray(0, length));
    if (text === undefined) return { kind: 'unreadable', stamp, reason: 'It is not text in UTF-8.' };
    return { kind: 'text', text, stamp };
  } finally {
    await handle.close();
  }
}

/** Looked at every second, it is opened only when it is another one. What is wrong with it, opening tells. */
async function isAsBefore(file: string, before: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && stampOf(found) === before;
}

function stampOf({ ino, size, mtimeMs }: Stats): string {
  return `${ino} ${size} ${mtimeMs}`;
}

/** Without a mark of its byte order; undefined where it is not UTF-8. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

import { constants, type Dirent } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { AppendFile, Disk } from './disk';

const fileMode = 0o600;
const folderMode = 0o700;

/** The disk of this machine. */
export const nodeDisk: Disk = {
  list: async (folder) => (await entriesOf(folder)).map(({ name }) => name),
  notFiles: async (folder) => (await entriesOf(folder)).filter((entry) => !entry.isFile()).map(({ name }) => name),
  size: async (file) => (await unlessMissing(stat(file)))?.size,
  read: readBounded,
  create: createFile,
  makeFolder: async (folder) => {
    const topmost = await mkdir(folder, { recursive: true, mode: folderMode });
    if (topmost !== undefined) await syncDown(path.dirname(topmost), path.dirname(path.resolve(folder)));
  },
  rename,
  remove: (file) => rm(file, { force: true }),
  syncFile,
  syncFolder,
};

async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await unlessMissing(readdir(folder, { withFileTypes: true }));
  if (entries) return entries;
  // What is there and is no folder is not the same as a folder that is empty: it hides all that was in it.
  if ((await unlessMissing(stat(folder)))?.isDirectory() === false)
    throw Object.assign(new Error(`ENOTDIR: ${folder} is no folder.`), { code: 'ENOTDIR' });
  return [];
}

async function readBounded(file: string, mostBytes: number): Promise<Buffer> {
  // To open a pipe would wait for somebody to write into it, and hold a thread of the process until then.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw Object.assign(new Error(`${file} is no plain file.`), { code: 'ENOTFILE' });
    const { size } = stats;
    if (size > mostBytes) {
      const text = `${file} has ${size} bytes, more than the ${mostBytes} that are read of such a file.`;
      throw Object.assign(new Error(text), { code: 'EFBIG' });
    }
    const bytes = Buffer.allocUnsafe(size);
    let filled = 0;
    while (filled < size) {
      const { bytesRead } = await handle.read(bytes, filled, size - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await handle.close();
  }
}

async function createFile(file: string): Promise<AppendFile> {
  const handle = await open(file, 'ax', fileMode);
  return {
    append: (bytes) => handle.appendFile(bytes),
    // The length is synced too where it is needed to read the content.
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

async function syncFile(file: string): Promise<void> {
  // Windows syncs only what is open for writing.
  const handle = await open(file, 'r+');
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Windows cannot open folders, and makes names last by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the names of new folders last, from the one above the topmost of them. */
async function syncDown(from: string, to: string): Promise<void> {
  await syncFolder(from);
  let folder = from;
  for (const name of path.relative(from, to).split(path.sep)) {
    if (name === '') continue;
    folder = path.join(folder, name);
    await syncFolder(folder);
  }
}

async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    // The second one: what should be its folder is a file.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

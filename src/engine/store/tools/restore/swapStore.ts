import { rm } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { Disk } from '../../disk/disk';
import { journalFolder, segmentFolder } from '../../upkeep/folderFiles';
import { isBackupName } from '../backup/manifest';
import { sideFiles } from '../backup/sideFiles';

/** Says which restore is under way; from the moment it has its name, the restored store is the one in force. */
const noteName = 'restore.note';
const mostNoteBytes = 64 * 1024 * 1024;
const stampShape = /^\d{8}T\d{6}Z$/;
const inStore = /^(?:journal|segments)\/[0-9A-Za-z][0-9A-Za-z.-]*$/;

const noteSchema = v.object({
  stamp: v.pipe(v.string(), v.regex(stampShape)),
  incoming: v.array(v.pipe(v.string(), v.check(isBackupName))),
  outgoing: v.array(
    v.pipe(
      v.string(),
      v.check((name) => inStore.test(name) || isBackupName(name)),
    ),
  ),
});
type SwapNote = v.InferOutput<typeof noteSchema>;

/** Where files are unpacked before any of them counts. */
export const restoringFolder = (stamp: string): string => `restoring-${stamp}`;
/** Where what was there before is kept. */
export const replacedFolder = (stamp: string): string => `replaced-${stamp}`;

/**
 * Puts unpacked files in the place of the store. A crash at any moment leaves the old store whole or the new one, once
 * `recoverSwap` ran; the old one stays in `replaced-<stamp>`.
 * @param incoming Names inside `restoring-<stamp>`, whose content is on disk for good.
 */
export async function swapStore(
  disk: Disk,
  dataDir: string,
  stamp: string,
  incoming: readonly string[],
): Promise<void> {
  const note: SwapNote = { stamp, incoming: [...incoming], outgoing: await presentIn(disk, dataDir) };
  const file = path.join(dataDir, noteName);
  await disk.remove(`${file}.tmp`);
  const handle = await disk.create(`${file}.tmp`);
  try {
    await handle.append(Buffer.from(JSON.stringify(note)));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await disk.rename(`${file}.tmp`, file);
  await disk.syncFolder(dataDir);
  await rollForward(disk, dataDir, note);
}

/**
 * Brings a restore that was interrupted to its end, or removes what it had unpacked if it had not come that far. Runs
 * before anything else looks into the data folder, by whoever leads.
 * @returns Whether a restore was finished.
 */
export async function recoverSwap(disk: Disk, dataDir: string): Promise<boolean> {
  const file = path.join(dataDir, noteName);
  // Whoever led before may be about to begin its exchange, which it cannot without this.
  await disk.remove(`${file}.tmp`);
  const note = (await disk.size(file)) === undefined ? undefined : parseNote(await disk.read(file, mostNoteBytes));
  if (note) await rollForward(disk, dataDir, note);
  for (const name of await disk.list(dataDir))
    if (name.startsWith('restoring-')) await removeFolder(disk, path.join(dataDir, name));
  return note !== undefined;
}

/** Every step may have been done before. */
async function rollForward(disk: Disk, dataDir: string, { stamp, incoming, outgoing }: SwapNote): Promise<void> {
  const kept = path.join(dataDir, replacedFolder(stamp));
  const coming = path.join(dataDir, restoringFolder(stamp));
  for (const folder of [journalFolder, segmentFolder]) {
    await disk.makeFolder(path.join(kept, folder));
    await disk.makeFolder(path.join(dataDir, folder));
  }
  await disk.syncFolder(dataDir);
  const keptAlready = new Set(await presentIn(disk, kept));
  for (const name of outgoing)
    if (!keptAlready.has(name) && (await disk.size(path.join(dataDir, name))) !== undefined)
      await disk.rename(path.join(dataDir, name), path.join(kept, name));
  await syncStore(disk, kept);
  await syncStore(disk, dataDir);
  const waiting = new Set(await presentIn(disk, coming));
  for (const name of incoming)
    if (waiting.has(name)) await disk.rename(path.join(coming, name), path.join(dataDir, name));
  await syncStore(disk, dataDir);
  await disk.remove(path.join(dataDir, noteName));
  await disk.syncFolder(dataDir);
  await removeFolder(disk, coming);
}

/** Names of the store's own files and the user's inside a folder, those under way included. */
async function presentIn(disk: Disk, folder: string): Promise<string[]> {
  const names: string[] = [];
  for (const inner of [journalFolder, segmentFolder])
    for (const name of await disk.list(path.join(folder, inner))) {
      const file = `${inner}/${name}`;
      if (inStore.test(file)) names.push(file);
    }
  const here = new Set(await disk.list(folder));
  return [...names, ...sideFiles.filter((name) => here.has(name))];
}

async function syncStore(disk: Disk, folder: string): Promise<void> {
  for (const inner of [journalFolder, segmentFolder]) await disk.syncFolder(path.join(folder, inner));
  await disk.syncFolder(folder);
}

/** A damaged note was never the one that counts: its name came after its content was on disk. */
function parseNote(bytes: Buffer): SwapNote | undefined {
  try {
    const parsed = v.safeParse(noteSchema, JSON.parse(bytes.toString('utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** Removes a folder of files that were unpacked or moved away from. */
export async function removeFolder(disk: Disk, folder: string): Promise<void> {
  for (const name of await presentIn(disk, folder)) await disk.remove(path.join(folder, name));
  await rm(folder, { recursive: true, force: true });
}

import { cp } from 'node:fs/promises';
import path from 'node:path';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import { journalName } from '../../src/engine/store/journal/journalName';
import { benchThread } from './benchThread';
import { LoadRecorder } from './loadRecorder';

const noon = Date.UTC(2026, 10, 21, 12);
const hourMs = 3_600_000;
const journalMs = 900_000;
/** A journal is closed by the first writing after its 15 minutes. */
const fullSeconds = 899;

/** One journal of 15 minutes at 1,500 samples a second that an earlier session left. */
export async function writeFullJournal(dataDir: string, startAt = noon, epoch = 1): Promise<void> {
  const recorder = await LoadRecorder.begin(dataDir, { epoch, startAt, size: 1500 });
  await recorder.record(fullSeconds);
  await recorder.close();
}

/** A full journal of epoch 1, and `closed` full ones of epoch 2 with the beginning of another. */
export async function writeJournals(dataDir: string, closed: number): Promise<void> {
  await writeFullJournal(dataDir);
  const recorder = await LoadRecorder.begin(dataDir, { epoch: 2, startAt: noon + journalMs, size: 1500 });
  await recorder.record((closed * journalMs) / 1000 + 30);
  await recorder.close();
}

/** Small segments of 45 minutes that begin six hours ago, and the full journal of the last 15 minutes. */
export async function writeBusyPast(dataDir: string): Promise<void> {
  const now = Date.now();
  const recorder = await LoadRecorder.begin(dataDir, { epoch: 1, startAt: now - 6 * hourMs, size: 1500 });
  await recorder.record((3 * journalMs) / 1000);
  await recorder.close();
  await sealAll(dataDir, 2);
  await writeFullJournal(dataDir, now - journalMs, 3);
}

/** The journal of a real session on a machine with a busy model, sealed. */
export async function sealRecorded(dataDir: string): Promise<void> {
  for (const folder of ['journal', 'segments']) await nodeDisk.makeFolder(path.join(dataDir, folder));
  const recorded = path.join('test', 'bench', 'recorded', 'machineAndModel.journal');
  await cp(recorded, path.join(dataDir, 'journal', journalName({ epoch: 1, sequence: 1 })));
  await sealAll(dataDir, 2);
}

/** Seals what epochs before `writing` left. */
export async function sealAll(dataDir: string, writing: number): Promise<void> {
  const thread = await benchThread(dataDir, writing);
  await thread.ask('recover', {});
  await thread.stop();
}

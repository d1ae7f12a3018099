import path from 'node:path';
import { DamagedBytes } from '../codec/byteReader';
import { samplesOf, statesOf } from '../journal/journalSamples';
import type { JournalContent } from '../journal/journalContent';
import { segmentKinds } from '../segments/segmentName';
import { rollUp } from '../tiers/rollUp';
import { damagedEnding, type JournalFile } from './folderFiles';
import { NewSegments } from './newSegments';
import { StateBook } from './stateBook';
import type { StoreFolder } from './storeFolder';
import { TierPieces } from './tierPieces';

const secondMs = 1000;
const fineMs = 10_000;
const coarseMs = 300_000;

/**
 * Turns a journal that nobody writes any more into segments, in one change of the folder. The same journal gives the
 * same segments. Those of an epoch are sealed in the order in which they were written, since each tells how much of
 * the one before counts.
 * @returns whether the journal is gone now; it stays when it is encrypted with a key that is not here, for example.
 * @throws Error of the disk; then nothing has changed, or the change is finished by the next recovery.
 */
export async function sealJournal(folder: StoreFolder, journal: JournalFile, signal: AbortSignal): Promise<boolean> {
  const content = await folder.journal(journal);
  if (!folder.journals().some(({ file }) => file === journal.file)) return false;
  if (!content.header && !content.isEmpty) {
    await folder.setJournalAside(journal, 'it has no readable beginning');
    return false;
  }
  const segments = new NewSegments(folder.sqlite, folder.sealing, journal);
  try {
    if (content.header) {
      await fill(segments, content, content.header.session, () => folder.way.give(signal));
      for (const kind of segmentKinds) segments.of(kind).madeOf.add(content.header.session, journal.sequence);
    }
    await keepDamaged(folder, journal, content);
    const { files } = segments.finish();
    await folder.change({ add: files, remove: [journal.file] });
    return true;
  } catch (error) {
    if (!(error instanceof DamagedBytes)) throw error;
    await folder.setJournalAside(journal, error.message);
    return false;
  } finally {
    segments.dispose();
  }
}

async function fill(
  segments: NewSegments,
  content: JournalContent,
  session: string,
  breathe: () => Promise<void>,
): Promise<void> {
  const [raw, fine, coarse] = [segments.of('raw'), new TierPieces(), new TierPieces()];
  for (const chunk of samplesOf(content)) {
    raw.addSamples(chunk);
    // Buckets of 1 s would repeat the samples of a slow group.
    if (chunk.hz > 1) raw.addBuckets(rollUp(chunk, secondMs));
    fine.add(rollUp(chunk, fineMs));
    coarse.add(rollUp(chunk, coarseMs));
    await breathe();
  }
  fine.moveTo(segments.of('fine'));
  await breathe();
  coarse.moveTo(segments.of('coarse'));
  const states = new StateBook();
  for (const state of statesOf(content)) states.add({ session, ...state });
  for (const kind of ['raw', 'fine', 'coarse'] as const) states.copyTo(segments.of(kind));
  await breathe();
  const events = segments.of('events');
  for (const record of content.records) {
    if (record.kind === 'event') events.addEvent(record.event);
    if (record.kind === 'snapshot') events.addSnapshot(record.snapshot);
  }
}

/** Bytes that had been acknowledged and cannot be read are kept for whoever can make something of them. */
async function keepDamaged(folder: StoreFolder, journal: JournalFile, content: JournalContent): Promise<void> {
  const acknowledged = await folder.acknowledgedOf(journal);
  if (!Number.isFinite(acknowledged) || content.goodBytes >= acknowledged) return;
  const file = path.join(folder.dataDir, journal.file);
  const bytes = await folder.disk.read(file, acknowledged + 64 * 1024 * 1024);
  await folder.disk.remove(file + damagedEnding);
  const copy = await folder.disk.create(file + damagedEnding);
  try {
    await copy.append(bytes);
    await copy.sync();
  } finally {
    await copy.close();
  }
  folder.report(
    `${journal.file} is damaged after its first ${content.goodBytes} bytes: what was measured in the minutes after that is lost. Everything before is kept; a copy lies beside it as ${path.basename(file)}${damagedEnding}. Check the disk if this happens again.`,
  );
}

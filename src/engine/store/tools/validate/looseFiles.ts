import path from 'node:path';
import { parseJournalName } from '../../journal/journalName';
import { parseSegmentName } from '../../segments/segmentName';
import { changeEnding, isStaged, temporaryEnding } from '../../upkeep/changeFile';
import { journalFolder, segmentFolder } from '../../upkeep/folderFiles';
import type { StoreFolder } from '../../upkeep/storeFolder';
import type { Problems } from './problems';

/** Looks at the names in the data folder: what was set aside, what was left over, what does not belong there. */
export async function checkNames({ disk, dataDir }: StoreFolder, problems: Problems): Promise<void> {
  for (const folder of [journalFolder, segmentFolder]) {
    const foreign = new Set(await disk.notFiles(path.join(dataDir, folder)));
    for (const name of (await disk.list(path.join(dataDir, folder))).sort()) {
      const file = `${folder}/${name}`;
      if (foreign.has(name)) {
        problems.note(file, 'It is no plain file and is never read or followed. Remove it if it is not yours.');
        continue;
      }
      const isOwn = folder === journalFolder ? parseJournalName(name) : parseSegmentName(name);
      if (isOwn) continue;
      if (name.endsWith('.corrupt'))
        problems.loss(
          file,
          'It was damaged and set aside, so what it held is missing. Restore a backup that has it, or remove the file to stop being told.',
        );
      else if (isStaged(name) || name.endsWith(changeEnding) || name.endsWith(temporaryEnding))
        problems.note(
          file,
          'It belongs to a change of the folder that is under way, or that a crash interrupted. The next start of a monitor brings it to its end; there is nothing to do.',
        );
      else problems.note(file, 'It is not one of the store’s files and is never read. Remove it if it is not yours.');
    }
  }
}

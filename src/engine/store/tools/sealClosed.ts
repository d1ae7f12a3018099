import { Upkeep } from '../upkeep/upkeep';
import type { JobContext } from './jobContext';

/** Has the writer close its journal, and seals every journal but the one that it goes on with. */
export async function sealClosed({ folder, now, rotate, signal }: JobContext): Promise<void> {
  await rotate();
  await folder.refresh();
  const open = folder.journals().findLast(({ epoch }) => epoch === folder.writing);
  const closed = folder.journals().filter((journal) => journal !== open);
  await new Upkeep(folder, now).seal(
    closed.map(({ file }) => file),
    signal,
  );
}

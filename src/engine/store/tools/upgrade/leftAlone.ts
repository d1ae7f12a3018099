import { StoreLocked } from '../../encryption/keyFile';
import { DamagedSegment } from '../../segments/segmentErrors';

/** What work brings, or undefined for a segment that cannot be opened: it is left for those who read it to report. */
export function leftAlone<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof DamagedSegment || error instanceof StoreLocked) return undefined;
    throw error;
  }
}

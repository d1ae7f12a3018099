import { timeStamp } from './tools/timeStamp';

/** A session is named for when it began and for its epoch: `20261121T143000Z-00000042`. @param startedAt Ms since 1970. */
export function sessionName(startedAt: number, epoch: number): string {
  return `${timeStamp(startedAt)}-${String(epoch).padStart(8, '0')}`;
}

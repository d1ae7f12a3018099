import { messageOf } from '../../../protocol/messageOf';
import { codeOf } from '../upkeep/folderErrors';

/** Why a question about the past has no answer, and what to do, for people; short, since it is shown in charts. */
export function readProblem(error: unknown, dataDir: string): string {
  const code = codeOf(error);
  switch (code) {
    case undefined:
      return messageOf(error);
    case 'EACCES':
    case 'EPERM':
      return `What was recorded may not be read (${code}). Give the user who runs the monitor permission to read ${dataDir} and what is in it.`;
    default:
      return `What was recorded cannot be read (${code}). Check ${dataDir} and the disk that holds it.`;
  }
}

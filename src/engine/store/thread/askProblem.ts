import { messageOf } from '../../../protocol/messageOf';
import { codeOf } from '../upkeep/folderErrors';

/** Why the store could not do what it was asked, what that means and what to do, for people. */
export function askProblem(error: unknown, dataDir: string): string {
  const code = codeOf(error);
  const text = messageOf(error);
  switch (code) {
    case undefined:
      return text;
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk that holds ${dataDir} is full (${code}), so it was not finished. Nothing that was kept is lost. Free some space, or lower the setting Retention: Max Megabytes; then try again.`;
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return `The store may not write to ${dataDir} (${code}), so it was not finished. Nothing that was kept is lost. Make the folder writable for the user who runs the monitor, then try again.`;
    default:
      return `The disk that holds ${dataDir} reported an error (${text}), so it was not finished. Nothing was removed that is not kept elsewhere. Check the disk, then try again.`;
  }
}

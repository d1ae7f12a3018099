import { codeOf } from '../../collect/system/unreadable';
import { LeadUnknown } from '../disk/fencedDisk';

/** What it means that the journal cannot be written, and why, for people. */
export function writeProblem(error: unknown, folder: string): string {
  if (error instanceof LeadUnknown)
    return `${error.message} New samples and events are kept in memory for a few minutes, and are lost if this goes on for longer.`;
  const code = codeOf(error);
  const [happened, next] = explained(code, folder);
  return `${happened} New samples and events are kept in memory for a few minutes, and are lost if this goes on for longer. ${next} It is tried again at least once a minute, and recording goes on by itself.`;
}

/** What it means that the disk does not answer, for people. */
export function stalledProblem(folder: string, seconds: number): string {
  return `Writing to ${folder} has taken ${seconds} s already. New samples and events are kept in memory for a few minutes, and are lost if this goes on for longer. Check whether the disk or network drive responds; recording goes on by itself.`;
}

function explained(code: string, folder: string): readonly [happened: string, next: string] {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return [
        `The disk that holds ${folder} is full (${code}).`,
        'Free some space, or lower the setting Retention: Max Megabytes.',
      ];
    case 'EROFS':
      return [
        `The file system that holds ${folder} became read-only (EROFS).`,
        'Check the disk and mount it writable.',
      ];
    case 'EACCES':
    case 'EPERM':
      return [
        `The monitor is not allowed to write to ${folder} (${code}).`,
        'Give the user who runs it permission to write there.',
      ];
    case 'ENOENT':
      return [`${folder} or a journal in it was removed while in use (ENOENT).`, 'The folder is made again.'];
    case 'EIO':
      return [`The disk that holds ${folder} reported an error (EIO).`, 'Check the disk, and back up what is on it.'];
    case 'EMFILE':
    case 'ENFILE':
      return [`Too many files are open (${code}).`, 'Raise the limit of open files (ulimit -n).'];
    case 'EEXIST':
      return [
        `A journal of the same name is in ${folder} already (EEXIST).`,
        'Another monitor may write to this folder: end it, or restart this one.',
      ];
    default:
      return [`A journal in ${folder} cannot be written (${code}).`, 'If it stays that way, please report it.'];
  }
}

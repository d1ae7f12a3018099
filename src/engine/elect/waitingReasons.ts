import { clauseOf } from '../../protocol/messageOf';
import type { InstanceKind } from '../../protocol/instances';

/** Why a member has no engine at the moment: what happened, what it means, what to do. */
export const waitingReasons = {
  olderThanLeader: 'Another window runs another version of the monitor. Reload this window.',
  newerThanLeader: 'Another window runs an older version of the monitor and has been asked to make way. Wait a moment.',
  tool: (pid: number): string =>
    `A command of the monitor (process ${pid}) is changing what is recorded. Figures go on when it is done.`,
  full: 'Too many windows share the monitor, so that this one shows nothing. Close some of them.',
  failedToLead: (error: unknown): string =>
    `The monitor did not start: ${clauseOf(error)}. Nothing is measured in this window. It is tried again.`,
  failedToMeet: (folder: string, error: unknown): string =>
    `The windows cannot agree on which of them measures: ${clauseOf(error)}. Nothing is measured in this window. ` +
    `Check that the folder ${folder} can be written; it is tried again.`,
  alone: (folder: string, error: unknown): string =>
    `No window can claim to be the one that records: ${clauseOf(error)}. Free some space on the disk that holds ` +
    `${folder}, or make it writable for the user who runs the monitor.`,
  follows: (kind: InstanceKind, pid: number): string => {
    const who = kind === 'serve' ? '`wirthforge serve`' : 'A window of the editor';
    return `${who} (process ${pid}) is recording, so that nothing else may write there. Ask it to do that, or close it.`;
  },
} as const;

import * as vscode from 'vscode';
import { messageOf } from '../../protocol/messageOf';
import type { StoreJobKind, StoreJobResults } from '../../protocol/storeJobs';
import { JobCancelled, type JobOf } from '../engineJobs';
import type { StoreContext } from './storeContext';

/** What people are told about a job besides its result. */
export interface JobWords {
  /** What is being done. */
  readonly title: string;
  /** One sentence for when it failed; the reason follows it. */
  readonly failed: string;
  /** What it means that it was cancelled; without it there is no button to cancel. */
  readonly cancelled?: string;
}

/**
 * Has the engine do a job under a notification that shows how far it is. A failure is told to the user here; undefined
 * says that there was one, or that the user cancelled.
 */
export async function runStoreJob<K extends StoreJobKind>(
  { engine, log }: Pick<StoreContext, 'engine' | 'log'>,
  job: JobOf<K>,
  words: JobWords,
): Promise<StoreJobResults[K] | undefined> {
  const { title, cancelled } = words;
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: cancelled !== undefined };
  try {
    return await vscode.window.withProgress(options, (progress, token) => {
      let percent = 0;
      return engine.runJob<K>(
        job,
        ({ step, share }) => {
          const now = share === undefined ? percent : Math.min(100, Math.max(percent, share * 100));
          progress.report({ message: step, increment: now - percent });
          percent = now;
        },
        token,
      );
    });
  } catch (error) {
    if (error instanceof JobCancelled) {
      if (cancelled !== undefined) void vscode.window.showInformationMessage(cancelled);
      return undefined;
    }
    const message = `${words.failed} ${messageOf(error)}`;
    log.write('error', message);
    const showLog = vscode.l10n.t('Show Log');
    if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) log.show();
    return undefined;
  }
}

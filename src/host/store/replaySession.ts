import * as vscode from 'vscode';
import { chooseSession } from './chooseSession';
import { replayText } from './replayText';
import { runStoreJob } from './runStoreJob';
import type { StoreContext } from './storeContext';

/** Replays the events of a session of the user's choice and shows each step, and where the outcome differs. */
export async function replaySession(context: StoreContext): Promise<void> {
  const { l10n } = vscode;
  const session = await chooseSession(context, l10n.t('Replay which session?'));
  if (!session) return;
  const report = await runStoreJob(
    context,
    { kind: 'replay', session: session.id },
    {
      title: l10n.t('Replaying a session'),
      failed: l10n.t('The session could not be replayed.'),
      cancelled: l10n.t('The replay was cancelled. It changes nothing.'),
    },
  );
  if (report) await context.documents.show(`Wirthforge Session ${session.id}.md`, replayText(session, report));
}

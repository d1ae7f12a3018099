import * as vscode from 'vscode';
import type { SessionInfo } from '../../protocol/storeJobs';
import { runStoreJob } from './runStoreJob';
import type { StoreContext } from './storeContext';
import { energy, eventsText, lasting, moment, requestsText, wholeNumber } from './storeWords';

const mostSessions = 500;

interface SessionItem extends vscode.QuickPickItem {
  readonly session: SessionInfo;
}

/** Lets the user choose one of the recorded sessions; undefined when there is none, or none was chosen. */
export async function chooseSession(context: StoreContext, title: string): Promise<SessionInfo | undefined> {
  const { l10n } = vscode;
  const result = await runStoreJob(
    context,
    { kind: 'sessions', limit: mostSessions },
    {
      title: l10n.t('Looking for recorded sessions'),
      failed: l10n.t('The recorded sessions could not be listed.'),
      cancelled: l10n.t('No session was chosen.'),
    },
  );
  if (!result) return undefined;
  if (result.sessions.length === 0) {
    await vscode.window.showInformationMessage(
      l10n.t(
        'No session has been recorded yet. One begins with the monitor; it is listed here from its first minute on.',
      ),
    );
    return undefined;
  }
  const now = context.now();
  const items = [...result.sessions].sort((a, b) => b.startedAt - a.startedAt).map((session) => itemOf(session, now));
  const picked = await vscode.window.showQuickPick(items, {
    ignoreFocusOut: true,
    title,
    placeHolder: l10n.t('A session is one run of the monitor'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.session;
}

function itemOf(session: SessionInfo, now: number): SessionItem {
  const { l10n } = vscode;
  const { startedAt, endedAt, end, inputTokens, outputTokens, energyJoules, requests, events } = session;
  const length = lasting((endedAt ?? now) - startedAt);
  return {
    label: moment(startedAt),
    description:
      endedAt === undefined
        ? l10n.t('{0} so far', length)
        : end === 'crash'
          ? l10n.t('{0}, ended unexpectedly', length)
          : length,
    detail: [
      ...(requests > 0
        ? [
            l10n.t('{0} tokens in, {1} out', wholeNumber(inputTokens), wholeNumber(outputTokens)),
            requestsText(requests),
          ]
        : [l10n.t('no model requests')]),
      // A machine without a power sensor measures none, which is not 0.
      ...(energyJoules > 0 ? [energy(energyJoules)] : []),
      eventsText(events),
    ].join(' · '),
    session,
  };
}

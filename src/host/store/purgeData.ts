import * as vscode from 'vscode';
import type { PurgeReport, PurgeTarget } from '../../protocol/storeJobs';
import { bytes } from '../format';
import { oneLine } from '../markdown';
import { chooseSession } from './chooseSession';
import { runStoreJob } from './runStoreJob';
import type { StoreContext } from './storeContext';
import { offerPlace } from './storeFiles';
import { eventsText, moment, samplesText, sessionsText } from './storeWords';

const dayMs = 86_400_000;
const mostBackups = 5;

/** What is deleted, and how people are told. */
interface Choice {
  readonly what: PurgeTarget;
  readonly words: string;
}

interface TargetItem extends vscode.QuickPickItem {
  readonly choose: (context: StoreContext) => Promise<Choice | undefined>;
}

/** Deletes recorded data of the user's choice, after a warning that says exactly what goes. */
export async function purgeData(context: StoreContext): Promise<void> {
  const { l10n } = vscode;
  const picked = await vscode.window.showQuickPick(targets(), {
    ignoreFocusOut: true,
    title: l10n.t('Delete recorded data: what?'),
    placeHolder: l10n.t('You are asked once more before anything is deleted'),
  });
  const choice = await picked?.choose(context);
  if (!choice || !(await confirm(choice))) return;
  const report = await runStoreJob(
    context,
    { kind: 'purge', what: choice.what },
    { title: l10n.t('Deleting recorded data'), failed: l10n.t('The data was not deleted, or not all of it.') },
  );
  if (report) await tell(report, context);
}

function targets(): TargetItem[] {
  const { l10n } = vscode;
  const olderThan =
    (days: number): TargetItem['choose'] =>
    (context) =>
      Promise.resolve(before(context.now() - days * dayMs));
  return [
    { label: l10n.t('Older than 7 days'), choose: olderThan(7) },
    { label: l10n.t('Older than 30 days'), choose: olderThan(30) },
    { label: l10n.t('Before a date…'), choose: chooseDate },
    { label: l10n.t('A session…'), description: l10n.t('one run of the monitor'), choose: chosenSession },
    {
      label: l10n.t('Everything'),
      choose: () =>
        Promise.resolve({ what: 'all', words: l10n.t('All samples, events and sessions that are recorded.') }),
    },
  ];
}

function before(time: number): Choice {
  const words = vscode.l10n.t('All samples, events and sessions from before {0}.', moment(time));
  return { what: { before: time }, words };
}

async function chooseDate({ now }: StoreContext): Promise<Choice | undefined> {
  const { l10n } = vscode;
  const typed = await vscode.window.showInputBox({
    title: l10n.t('Delete recorded data from before which date?'),
    prompt: l10n.t(
      'Year, month and day, such as {0}. The day itself is kept.',
      moment(now() - 14 * dayMs).slice(0, 10),
    ),
    validateInput: (text) => {
      const day = dayOf(text);
      if (day === undefined) return l10n.t('This is not a date. Write it as year-month-day, such as 2026-01-31.');
      return day > now() ? l10n.t('This date is in the future. Take today or an earlier one.') : undefined;
    },
  });
  const day = typed === undefined ? undefined : dayOf(typed);
  return day === undefined ? undefined : before(day);
}

/** The beginning of a day in local time; undefined for a text that names none, such as 2026-02-30. */
export function dayOf(text: string): number | undefined {
  const parts = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$/.exec(text);
  if (!parts) return undefined;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const date = new Date(year, month - 1, day);
  const isThatDay = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day;
  return isThatDay && date.getTime() >= 0 ? date.getTime() : undefined;
}

async function chosenSession(context: StoreContext): Promise<Choice | undefined> {
  const { l10n } = vscode;
  const session = await chooseSession(context, l10n.t('Delete which session?'));
  if (!session) return undefined;
  const words = l10n.t('All samples and events of the session that began at {0}.', moment(session.startedAt));
  return { what: { session: session.id }, words };
}

async function confirm({ words }: Choice): Promise<boolean> {
  const { l10n } = vscode;
  const button = l10n.t('Delete');
  const detail = [
    words,
    l10n.t('This cannot be undone. Charts and reports of that time will be empty.'),
    l10n.t('Backups and exported files are not touched: they may still hold the same data.'),
  ].join('\n\n');
  const question = l10n.t('Delete recorded data?');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}

async function tell(report: PurgeReport, { storage }: StoreContext): Promise<void> {
  const { l10n } = vscode;
  const { backups } = report;
  const removed = removedText(report);
  const [first] = backups;
  if (first === undefined) {
    await vscode.window.showInformationMessage(removed);
    return;
  }
  const names = backups.slice(0, mostBackups).map(oneLine).join(', ');
  const left = backups.length > mostBackups ? l10n.t(' and {0} more', backups.length - mostBackups) : '';
  const message = l10n.t(
    '{0} These backups may still hold it: {1}{2}. Delete them too if it must be gone for good.',
    removed,
    names,
    left,
  );
  await offerPlace(message, vscode.Uri.joinPath(storage, first));
}

function removedText({ samples, events, sessions, freedBytes }: PurgeReport): string {
  const { l10n } = vscode;
  const parts = [
    ...(samples > 0 ? [samplesText(samples)] : []),
    ...(events > 0 ? [eventsText(events)] : []),
    ...(sessions > 0 ? [sessionsText(sessions)] : []),
  ];
  // Of old times only means may be left, which are not counted.
  if (parts.length > 0) return l10n.t('Deleted {0}; {1} became free.', parts.join(', '), bytes(freedBytes));
  return freedBytes > 0
    ? l10n.t('Deleted what was left of that time; {0} became free.', bytes(freedBytes))
    : l10n.t('Nothing was recorded there, so nothing was deleted.');
}

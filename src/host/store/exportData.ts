import * as vscode from 'vscode';
import { eventsFileOf, exportFormats, type ExportFormat, type ExportRange } from '../../protocol/storeJobs';
import { bytes } from '../format';
import { chooseSession } from './chooseSession';
import { runStoreJob } from './runStoreJob';
import type { StoreContext } from './storeContext';
import { chooseTarget, offerPlace } from './storeFiles';
import { eventsText, moment, samplesText } from './storeWords';

const hourMs = 3_600_000;

/** What is exported, and how people are told. */
interface Choice {
  readonly range: ExportRange;
  readonly words: string;
}

interface RangeItem extends vscode.QuickPickItem {
  /** Hours back from now; Infinity: everything; undefined: a session, chosen next. */
  readonly hours?: number;
}

interface FormatItem extends vscode.QuickPickItem {
  readonly format: ExportFormat;
}

/** Writes recorded data to a file of the user's choice, after saying once what will be in it. */
export async function exportData(context: StoreContext): Promise<void> {
  const { l10n } = vscode;
  const choice = await chooseRange(context);
  const format = choice && (await chooseFormat());
  if (!format) return;
  const target = await chooseTarget(context, 'exports', 'wirthforge-export', {
    title: l10n.t('Export recorded data'),
    button: l10n.t('Export'),
    kind: format.toUpperCase(),
    ending: format,
  });
  if (!target || !(await confirm(choice, format, target.file))) return;
  const result = await runStoreJob(
    context,
    { kind: 'export', file: target.file, format, range: choice.range, metrics: [] },
    {
      title: l10n.t('Exporting recorded data'),
      failed: l10n.t('The export could not be made.'),
      cancelled: l10n.t('The export was cancelled. No file was written.'),
    },
  );
  if (!result) return;
  const { samples, events } = result;
  const message = l10n.t(
    'Exported {0} and {1} ({2}) to {3}.',
    samplesText(samples),
    eventsText(events),
    bytes(result.bytes),
    target.file,
  );
  await offerPlace(message, target.uri, true);
}

async function chooseRange(context: StoreContext): Promise<Choice | undefined> {
  const { l10n } = vscode;
  const items: RangeItem[] = [
    { label: l10n.t('Last hour'), hours: 1 },
    { label: l10n.t('Last 24 hours'), hours: 24 },
    { label: l10n.t('Last 7 days'), hours: 24 * 7 },
    { label: l10n.t('Last 30 days'), hours: 24 * 30 },
    { label: l10n.t('A session…'), description: l10n.t('one run of the monitor') },
    { label: l10n.t('Everything'), description: l10n.t('all that is kept'), hours: Infinity },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    ignoreFocusOut: true,
    title: l10n.t('Export recorded data: what? (1/2)'),
    placeHolder: l10n.t('You see what will be in the file before it is written'),
  });
  if (!picked) return undefined;
  const to = context.now();
  if (picked.hours === undefined) return sessionRange(context);
  const from = Math.max(0, to - picked.hours * hourMs);
  const words =
    from === 0
      ? l10n.t('Everything that is kept until {0}.', moment(to))
      : l10n.t('Everything from {0} to {1}.', moment(from), moment(to));
  return { range: { from, to }, words };
}

async function sessionRange(context: StoreContext): Promise<Choice | undefined> {
  const { l10n } = vscode;
  const session = await chooseSession(context, l10n.t('Export recorded data: which session?'));
  if (!session) return undefined;
  return { range: { session: session.id }, words: l10n.t('The session that began at {0}.', moment(session.startedAt)) };
}

async function chooseFormat(): Promise<ExportFormat | undefined> {
  const { l10n } = vscode;
  const about: Readonly<Record<ExportFormat, string>> = {
    json: l10n.t('for programs; samples, events and what they mean'),
    csv: l10n.t('for spreadsheets'),
    yaml: l10n.t('for reading; large for long times'),
  };
  const items = exportFormats.map((format): FormatItem => ({
    label: format.toUpperCase(),
    description: about[format],
    format,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    ignoreFocusOut: true,
    title: l10n.t('Export recorded data: how? (2/2)'),
  });
  return picked?.format;
}

async function confirm({ words }: Choice, format: ExportFormat, file: string): Promise<boolean> {
  const { l10n } = vscode;
  const write = l10n.t('Write the File');
  const detail = [
    words,
    l10n.t(
      'In it: all samples of the machine and its models, or means over 10 seconds and more where older samples are no longer kept; and the events of that time (sessions, alerts, and of each model request its model, times, token counts and energy).',
    ),
    l10n.t(
      'It names devices, network interfaces, mounted folders, processes, model servers and models of this machine. Prompts and answers are never recorded, so they are not in it.',
    ),
    l10n.t('The file is {0}. It is plain text, even where recorded data is encrypted, and is sent nowhere.', file),
    ...(format === 'csv' ? [await secondFile(eventsFileOf(file))] : []),
  ].join('\n\n');
  const question = l10n.t('Export recorded data as {0}?', format.toUpperCase());
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, write)) === write;
}

/** The dialog for files asked about the first one only. */
async function secondFile(file: string): Promise<string> {
  const { l10n } = vscode;
  try {
    await vscode.workspace.fs.stat(vscode.Uri.file(file));
    return l10n.t('Events go into a second file, {0}. That file is there already and will be replaced.', file);
  } catch {
    // No such file is the usual case, and what cannot be looked at is told when it cannot be written.
    return l10n.t('Events go into a second file, {0}.', file);
  }
}

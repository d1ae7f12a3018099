import * as vscode from 'vscode';
import type { StoreProblem, ValidationReport } from '../../protocol/storeJobs';
import { bytes } from '../format';
import { code, escaped } from '../markdown';
import { eventsText, filesText, samplesText } from './storeWords';

const mostListed = 1000;

/** What a check of the recorded data found, as Markdown: losses first. */
export function validationText(report: ValidationReport, takenAt: Date): string {
  const { l10n } = vscode;
  const of = (weight: StoreProblem['weight']): StoreProblem[] => report.problems.filter((one) => one.weight === weight);
  const [losses, notes] = [of('loss'), of('note')];
  const sections = [
    `# ${l10n.t('Wirthforge Monitor: recorded data')}`,
    l10n.t('Checked {0}.', takenAt.toISOString()),
    [
      `- ${l10n.t('Read: {0} ({1})', filesText(report.files), bytes(report.bytes))}`,
      `- ${l10n.t('In them: {0}, {1}', samplesText(report.samples), eventsText(report.events))}`,
    ].join('\n'),
    `## ${l10n.t('What cannot be read')}`,
    losses.length === 0 ? l10n.t('Nothing: every file is whole.') : listed(losses),
    ...(notes.length === 0 ? [] : [`## ${l10n.t('Notes, none of them harmful')}`, listed(notes)]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function listed(problems: readonly StoreProblem[]): string {
  const lines = problems.slice(0, mostListed).map(({ file, what }) => `- ${code(file)}: ${escaped(what)}`);
  const left = problems.length - lines.length;
  return [...lines, ...(left > 0 ? [`- ${vscode.l10n.t('… and {0} more', left)}`] : [])].join('\n');
}

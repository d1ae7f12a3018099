import * as vscode from 'vscode';
import type { RuleFiring, RuleTest, RuleTestReport } from '../../protocol/alerts';
import type { RuleProblem } from '../../protocol/rules/ruleFile';
import { code, escaped } from '../markdown';
import { lasting, moment, wholeNumber } from '../store/storeWords';
import { labelsText, rulesText, severityWord } from './alertWords';

/** A document with more entries than this is slow to open and read by nobody. */
const mostFirings = 100;
const mostProblems = 200;
const mostRules = 1000;

/** When each rule would have fired, as Markdown: what is wrong with the rules first, then the busiest rule. */
export function ruleTestText(report: RuleTestReport, takenAt: Date): string {
  const { l10n } = vscode;
  const { from, to, recordedMs, rules, problems } = report;
  const fired = rules.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  const untried = rules.filter(({ reason }) => reason !== undefined);
  const quiet = rules.filter(({ count, reason }) => count === 0 && reason === undefined);
  const sections = [
    `# ${l10n.t('Wirthforge Monitor: test of the alert rules')}`,
    [
      `- ${l10n.t('Tested {0}', takenAt.toISOString())}`,
      `- ${l10n.t('From {0} to {1}, of which {2} were recorded', moment(from), moment(to), lasting(recordedMs))}`,
      `- ${l10n.t('Tested: {0}; {1} would have fired', rulesText(rules.length - untried.length), rulesText(fired.length))}`,
    ].join('\n'),
    ...(problems.length === 0
      ? []
      : [`## ${l10n.t('What is wrong with the rules')}`, list(problems, problemText, mostProblems)]),
    `## ${l10n.t('Rules that would have fired')}`,
    fired.length === 0
      ? l10n.t('None in this time.')
      : fired
          .slice(0, mostRules)
          .map((rule) => firedText(rule, to))
          .join('\n\n'),
    ...(untried.length === 0
      ? []
      : [
          `## ${l10n.t('Rules that could not be tested')}`,
          list(untried, ({ rule, reason = '' }) => `${code(rule)}: ${code(reason)}`, mostRules),
        ]),
    ...(quiet.length === 0
      ? []
      : [
          `## ${l10n.t('Rules that would have stayed quiet')}`,
          list(quiet, ({ rule, name }) => `${code(rule)}: ${escaped(name)}`, mostRules),
        ]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function firedText({ rule, name, firings, count, share }: RuleTest, end: number): string {
  const { l10n } = vscode;
  const often = count === 1 ? l10n.t('1 time') : l10n.t('{0} times', wholeNumber(count));
  const summary = l10n.t('{0}, {1} of the time', often, shareText(share));
  const shown = firings.slice(0, mostFirings);
  const left = count - shown.length;
  return [
    `### ${escaped(name)} (${code(rule)})`,
    summary,
    [
      ...shown.map((firing) => `- ${firingText(firing, end)}`),
      ...(left > 0 ? [`- ${l10n.t('… and {0} more', wholeNumber(left))}`] : []),
    ].join('\n'),
  ].join('\n\n');
}

function firingText({ from, to, severity, labels, message }: RuleFiring, end: number): string {
  const { l10n } = vscode;
  const length = lasting((to ?? end) - from);
  const time = to === undefined ? l10n.t('{0} so far', length) : l10n.t('for {0}', length);
  const where = labelsText(labels);
  const parts = [moment(from), time, severityWord(severity), ...(where === '' ? [] : [code(where)])];
  return `${parts.join(', ')}: ${code(message)}`;
}

function problemText({ weight, message, line, column }: RuleProblem): string {
  const { l10n } = vscode;
  const what = weight === 'error' ? l10n.t('Error') : l10n.t('Note');
  return l10n.t('{0} in line {1}, column {2}: {3}', what, line, column, code(message));
}

/** A share of the time; what is seldom is not 0%. */
function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return vscode.l10n.t('less than 0.1%');
  return `${percent < 10 ? percent.toFixed(1) : percent.toFixed(0)}%`;
}

function list<T>(all: readonly T[], text: (one: T) => string, most: number): string {
  const left = all.length - most;
  return [
    ...all.slice(0, most).map((one) => `- ${text(one)}`),
    ...(left > 0 ? [`- ${vscode.l10n.t('… and {0} more', wholeNumber(left))}`] : []),
  ].join('\n');
}

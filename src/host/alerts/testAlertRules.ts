import * as vscode from 'vscode';
import type { RuleTestReport } from '../../protocol/alerts';
import type { Config } from '../../protocol/settings';
import { oneLine } from '../markdown';
import type { Observed } from '../observable';
import { runStoreJob } from '../store/runStoreJob';
import type { StoreContext } from '../store/storeContext';
import { targetOf } from './alertTarget';
import type { RuleDocument } from './ruleDocument';
import { ruleTestText } from './ruleTestText';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export interface RuleTestContext extends Pick<StoreContext, 'engine' | 'log' | 'documents' | 'now'> {
  /** Rules may compare with the user's settings. */
  readonly config: Observed<Config>;
}

/** Goes through the recorded past with the rules as they stand in the editor, and shows when each would have fired. */
export async function testAlertRules(context: RuleTestContext, rules: RuleDocument, argument: unknown): Promise<void> {
  const { l10n } = vscode;
  const { rule } = targetOf(argument);
  const span = await chooseSpan(rule);
  if (span === undefined) return;
  let text: string;
  try {
    text = (await rules.open()).getText();
  } catch (error) {
    await vscode.window.showErrorMessage(
      l10n.t(
        'The alert rules cannot be read ({0}), so they were not tested. Check the file {1} and who may read it.',
        error instanceof Error ? oneLine(error.message) : String(error),
        rules.uri.fsPath,
      ),
    );
    return;
  }
  const to = context.now();
  const report = await runStoreJob(
    context,
    { kind: 'testAlerts', rules: text, from: to - span, to, config: context.config.value },
    {
      title: l10n.t('Testing alert rules on recorded data'),
      failed: l10n.t('The alert rules could not be tested.'),
      cancelled: l10n.t('The test was cancelled. It changes nothing.'),
    },
  );
  if (!report) return;
  const shown = rule === undefined ? report : onlyOf(report, rule);
  await context.documents.show('Wirthforge Alert Rules.md', ruleTestText(shown, new Date(to)));
  await tell(shown, rules);
}

async function chooseSpan(rule: string | undefined): Promise<number | undefined> {
  const { l10n } = vscode;
  const items = [
    { label: l10n.t('Last hour'), span: hourMs },
    { label: l10n.t('Last 24 hours'), span: dayMs },
    { label: l10n.t('Last 7 days'), span: 7 * dayMs },
    { label: l10n.t('Last 30 days'), span: 30 * dayMs },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    ignoreFocusOut: true,
    title:
      rule === undefined
        ? l10n.t('Test the alert rules on which recorded data?')
        : l10n.t('Test the rule {0} on which recorded data?', oneLine(rule)),
    placeHolder: l10n.t('Nobody is told of what fires in a test'),
  });
  return picked?.span;
}

function onlyOf(report: RuleTestReport, wanted: string): RuleTestReport {
  return {
    ...report,
    rules: report.rules.filter(({ rule }) => rule === wanted),
    problems: report.problems.filter(({ rule }) => rule === wanted),
  };
}

async function tell({ problems }: RuleTestReport, rules: RuleDocument): Promise<void> {
  const { l10n } = vscode;
  const errors = problems.filter(({ weight }) => weight === 'error').length;
  if (errors === 0) return;
  const open = l10n.t('Open Alert Rules');
  const message =
    errors === 1
      ? l10n.t('1 alert rule has an error and was not tested. The report says which and why.')
      : l10n.t('{0} errors in the alert rules kept rules from being tested. The report says which and why.', errors);
  if ((await vscode.window.showWarningMessage(message, open)) === open)
    await vscode.window.showTextDocument(await rules.open());
}

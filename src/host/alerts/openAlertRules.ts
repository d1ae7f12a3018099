import * as vscode from 'vscode';
import type { AlertsInfo } from '../../protocol/alerts';
import type { HostLog } from '../log';
import { oneLine } from '../markdown';
import { targetOf } from './alertTarget';
import type { RuleDocument } from './ruleDocument';

/** Opens the rule file, at the rule that was named or that an alert belongs to. */
export async function openAlertRules(
  rules: RuleDocument,
  alerts: AlertsInfo | undefined,
  log: Pick<HostLog, 'write'>,
  argument: unknown,
): Promise<void> {
  let document: vscode.TextDocument;
  try {
    document = await rules.open();
  } catch (error) {
    const message = vscode.l10n.t(
      'The alert rules cannot be opened ({0}). The rules in force stay so. Check the file {1} and who may read it.',
      error instanceof Error ? oneLine(error.message) : String(error),
      rules.uri.fsPath,
    );
    log.write('error', message);
    await vscode.window.showErrorMessage(message);
    return;
  }
  const target = targetOf(argument);
  const wanted = target.rule ?? alerts?.active.find(({ id }) => target.alerts.includes(id))?.rule;
  const placed =
    wanted === undefined || rules.isTooLong(document)
      ? undefined
      : rules.rulesOf(document).rules.find(({ rule }) => rule.id === wanted);
  if (!placed) {
    await vscode.window.showTextDocument(document);
    return;
  }
  const from = document.positionAt(placed.offset);
  const editor = await vscode.window.showTextDocument(document, { selection: new vscode.Range(from, from) });
  const whole = new vscode.Range(from, document.positionAt(placed.offset + placed.length));
  editor.revealRange(whole, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

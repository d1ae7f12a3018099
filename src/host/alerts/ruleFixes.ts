import * as vscode from 'vscode';
import { isMetricId, metricIds } from '../../protocol/catalogue';
import { nearestNames } from '../../protocol/text/nearestNames';

const mostOffered = 3;
/** A name longer than this was not meant to be a metric. */
const longestName = 128;

/** Offers the metrics that somebody may have meant in place of one that nothing delivers. */
export class RuleFixes implements vscode.CodeActionProvider {
  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: Pick<vscode.CodeActionContext, 'diagnostics'>,
  ): vscode.CodeAction[] {
    return diagnostics.flatMap((diagnostic) => fixesOf(document, diagnostic));
  }
}

function fixesOf(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): vscode.CodeAction[] {
  const name = stringIn(document.getText(diagnostic.range));
  if (name === undefined || name.includes('*') || isMetricId(name)) return [];
  return nearestNames(name, metricIds, mostOffered).map((near, index) => {
    const title = vscode.l10n.t('Change to {0}', near);
    const fix = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    fix.edit = new vscode.WorkspaceEdit();
    fix.edit.replace(document.uri, diagnostic.range, JSON.stringify(near));
    fix.diagnostics = [diagnostic];
    fix.isPreferred = index === 0;
    return fix;
  });
}

/** What a JSON string says; undefined for anything else. */
function stringIn(text: string): string | undefined {
  if (text.length > longestName || !text.startsWith('"')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

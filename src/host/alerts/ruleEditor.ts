import * as vscode from 'vscode';
import type { AlertsInfo } from '../../protocol/alerts';
import { DisposableStore, type Disposable } from '../disposable';
import { FileDiagnostics } from '../fileDiagnostics';
import type { Observed } from '../observable';
import { checkedRules } from './checkedRules';
import type { RuleDocument } from './ruleDocument';
import { RuleFixes } from './ruleFixes';
import { RuleLenses } from './ruleLenses';

/** What an editor shows of the rule file besides its text. VS Code asks for it only while that file is open. */
export function ruleEditor(
  rules: RuleDocument,
  alerts: Observed<AlertsInfo | undefined>,
  now: () => number,
): Disposable {
  const { languages } = vscode;
  const parts = new DisposableStore();
  const selector = {
    scheme: rules.uri.scheme,
    pattern: new vscode.RelativePattern(rules.folder, rules.name),
  };
  parts.add(new FileDiagnostics('wirthforge-alert-rules', checkedRules(rules)));
  parts.add(languages.registerCodeLensProvider(selector, parts.add(new RuleLenses(rules, alerts, now))));
  parts.add(
    languages.registerCodeActionsProvider(selector, new RuleFixes(), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
  return parts;
}

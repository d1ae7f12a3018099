import * as vscode from 'vscode';
import type { CheckedFile } from '../fileDiagnostics';
import type { RuleDocument } from './ruleDocument';

/** What of the rule file is checked while it is typed. */
export function checkedRules(rules: RuleDocument): CheckedFile {
  return {
    uri: rules.uri,
    isOf: (document) => rules.isOf(document),
    opened: () => rules.opened(),
    problemsOf: (document) =>
      rules.isTooLong(document)
        ? vscode.l10n.t(
            'This file is too long to be checked while it is typed. The monitor reads it when it is saved; the report of "Test Alert Rules on Recorded Data" says what is wrong with it.',
          )
        : rules.rulesOf(document).problems,
  };
}

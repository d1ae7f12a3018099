import * as v from 'valibot';
import * as vscode from 'vscode';

/** What is wrong with a setting's value, and where inside it: `entry 2: "kind" is missing`. */
export function settingFault(issue: v.BaseIssue<unknown>): string {
  const { l10n } = vscode;
  const keys = (issue.path ?? []).map(({ key }) => key);
  if (issue.type === 'strict_object') {
    const name = JSON.stringify(keys.pop());
    const what = issue.expected === 'never' ? l10n.t('{0} is not known there', name) : l10n.t('{0} is missing', name);
    return placed(keys, what);
  }
  return placed(keys, issue.message);
}

/** The rule that a value breaks, and where inside it, whatever the value is. */
export function brokenRule({ path, type, requirement }: v.BaseIssue<unknown>): string {
  return JSON.stringify([(path ?? []).map(({ key }) => key), type, String(requirement)]);
}

function placed(keys: readonly unknown[], what: string): string {
  const { l10n } = vscode;
  const place = keys.map((key) => (typeof key === 'number' ? l10n.t('entry {0}', key + 1) : String(key))).join(', ');
  return place === '' ? what : `${place}: ${what}`;
}

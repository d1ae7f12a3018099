import * as vscode from 'vscode';
import { estimateMark, noValue } from './format';
import { freshValue, type Latest } from './latestValues';
import { escaped } from './markdown';

/** A value as Markdown: an estimate is marked, one that cannot be had gives its reason. */
export function valueText(latest: Latest | undefined, now: number, format: (value: number) => string): string {
  const value = freshValue(latest, now);
  if (value !== undefined) return latest?.info.quality === 'estimated' ? estimateMark + format(value) : format(value);
  const reason = latest?.info.quality === 'unavailable' ? latest.info.reason : undefined;
  return reason === undefined ? noValue : `${vscode.l10n.t('n/a')} (${escaped(reason)})`;
}

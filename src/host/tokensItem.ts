import * as vscode from 'vscode';
import type { MetricId } from '../protocol/catalogue';
import { noValue, tokenRate, tokenRateNumber } from './format';
import type { ItemContent, ItemInput } from './itemContent';
import { escaped } from './markdown';
import { summarizeTokens, type ModelRate, type TokenSummary } from './tokenSummary';

/** The metrics behind the item and its tooltip. */
export const tokensItemMetrics: readonly MetricId[] = ['model.tokens_per_second'];

/** `58 tok/s`, `idle`, or only how many models there are where nobody counts tokens; undefined without a model. */
export function tokensContent({ status, values, now }: ItemInput): ItemContent | undefined {
  const tokens = summarizeTokens(status, values, now);
  if (tokens.kind === 'none') return undefined;
  return {
    text: textOf(tokens),
    tooltip: tooltipOf(tokens.models),
    subject: tokens.kind,
    spoken: spokenOf(tokens),
  };
}

type Known = Exclude<TokenSummary, { kind: 'none' }>;

function textOf(tokens: Known): string {
  switch (tokens.kind) {
    case 'unknown':
      return modelCount(tokens.models.length);
    case 'idle':
      return vscode.l10n.t('idle');
    case 'rate':
      return `${tokens.estimated ? '~' : ''}${tokenRate(tokens.total)}`;
  }
}

function spokenOf(tokens: Known): string {
  const { l10n } = vscode;
  switch (tokens.kind) {
    case 'unknown':
      return l10n.t('{0}, speed not known. Opens the Wirthforge dashboard.', modelCount(tokens.models.length));
    case 'idle':
      return l10n.t('Local models are idle. Opens the Wirthforge dashboard.');
    case 'rate':
      return l10n.t('{0} tokens per second. Opens the Wirthforge dashboard.', tokenRateNumber(tokens.total));
  }
}

function modelCount(count: number): string {
  return count === 1 ? vscode.l10n.t('1 model') : vscode.l10n.t('{0} models', count);
}

function tooltipOf(models: readonly ModelRate[]): string {
  const { l10n } = vscode;
  const rows = models.map(
    (model) => `| ${escaped(model.model)} | ${escaped(model.runtime)} | ${stateText(model)} | ${rateText(model)} |`,
  );
  const reasons = new Set(models.flatMap((model) => (model.reason === undefined ? [] : [model.reason])));
  return [
    `**${l10n.t('Local models')}**\n`,
    `| ${l10n.t('Model')} | ${l10n.t('Runtime')} | ${l10n.t('State')} | ${l10n.t('Tokens')} |`,
    '|:--|:--|:--|--:|',
    ...rows,
    ...(reasons.size === 0 ? [] : ['', ...[...reasons].map((reason) => `- $(info) ${escaped(reason)}`)]),
  ].join('\n');
}

function rateText({ rate, quality }: ModelRate): string {
  if (rate === undefined) return noValue;
  return `${quality === 'estimated' ? '~' : ''}${tokenRate(rate)}`;
}

function stateText({ state }: ModelRate): string {
  switch (state) {
    case 'idle':
      return vscode.l10n.t('idle');
    case 'generating':
      return vscode.l10n.t('generating');
    case 'loading':
      return vscode.l10n.t('loading');
  }
}

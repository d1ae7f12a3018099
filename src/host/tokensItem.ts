import * as vscode from 'vscode';
import type { MetricId } from '../protocol/catalogue';
import { estimateMark, joulesPerToken, noValue, tokenRate, tokenRateNumber, waitingTime } from './format';
import type { ItemContent, ItemInput } from './itemContent';
import type { Latest, LatestValues } from './latestValues';
import { escaped } from './markdown';
import { summarizeTokens, type ModelRate, type TokenSummary } from './tokenSummary';
import { valueText } from './valueText';

/** The metrics behind the item and its tooltip. */
export const tokensItemMetrics: readonly MetricId[] = [
  'model.tokens_per_second',
  'model.ttft_ms',
  'model.joules_per_token',
];

/** `58 tok/s`, `idle`, or only how many models there are where nobody counts tokens; undefined without a model. */
export function tokensContent({ status, values, now }: ItemInput): ItemContent | undefined {
  const tokens = summarizeTokens(status, values, now);
  if (tokens.kind === 'none') return undefined;
  return {
    text: textOf(tokens),
    tooltip: tooltipOf(tokens.models, values, now),
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
      return `${tokens.estimated ? estimateMark : ''}${tokenRate(tokens.total)}`;
  }
}

function spokenOf(tokens: Known): string {
  const { l10n } = vscode;
  switch (tokens.kind) {
    case 'unknown':
      return l10n.t('{0}, speed not known. Opens Wirthforge Energy.', modelCount(tokens.models.length));
    case 'idle':
      return l10n.t('Local models are idle. Opens Wirthforge Energy.');
    case 'rate':
      return l10n.t('{0} tokens per second. Opens Wirthforge Energy.', tokenRateNumber(tokens.total));
  }
}

function modelCount(count: number): string {
  return count === 1 ? vscode.l10n.t('1 model') : vscode.l10n.t('{0} models', count);
}

/** A column beyond the usual ones. */
interface Extra {
  readonly title: string;
  readonly text: (model: ModelRate) => string;
}

/** The columns that say something of at least one model. */
function extrasOf(models: readonly ModelRate[], values: LatestValues, now: number): Extra[] {
  const { l10n } = vscode;
  const all = { ttft: values.all('model.ttft_ms'), energy: values.all('model.joules_per_token') };
  const of = (series: readonly Latest[], model: ModelRate): Latest | undefined =>
    series.find(({ info }) => info.labels['runtime'] === model.runtime && info.labels['model'] === model.model);
  // Requests come now and then: the last one's time stands until there is another.
  const lastTtft = (model: ModelRate): string => {
    const latest = of(all.ttft, model);
    if (!latest || Number.isNaN(latest.value)) return noValue;
    return `${latest.info.quality === 'estimated' ? estimateMark : ''}${waitingTime(latest.value)}`;
  };
  const energy = (model: ModelRate): string => {
    const latest = of(all.energy, model);
    return latest?.info.quality === 'unavailable' ? noValue : valueText(latest, now, joulesPerToken);
  };
  const extras = [
    { title: l10n.t('Last TTFT'), text: lastTtft },
    { title: l10n.t('Energy'), text: energy },
  ];
  return extras.filter(({ text }) => models.some((model) => text(model) !== noValue));
}

function tooltipOf(models: readonly ModelRate[], values: LatestValues, now: number): string {
  const { l10n } = vscode;
  const extras = extrasOf(models, values, now);
  // Tables in tooltips have no space between their columns.
  const line = (cells: readonly string[]): string => `| ${cells.join('\u00a0\u00a0 | ')} |`;
  const rows = models.map((model) =>
    line([
      escaped(model.model),
      escaped(model.runtime),
      stateText(model),
      rateText(model),
      ...extras.map(({ text }) => text(model)),
    ]),
  );
  const reasons = new Set(models.flatMap((model) => (model.reason === undefined ? [] : [model.reason])));
  return [
    `**${l10n.t('Local models')}**\n`,
    line([l10n.t('Model'), l10n.t('Runtime'), l10n.t('State'), l10n.t('Tokens'), ...extras.map(({ title }) => title)]),
    `|:--|:--|:--|--:|${'--:|'.repeat(extras.length)}`,
    ...rows,
    ...(reasons.size === 0 ? [] : ['', ...[...reasons].map((reason) => `- $(info) ${escaped(reason)}`)]),
  ].join('\n');
}

function rateText({ rate, quality }: ModelRate): string {
  if (rate === undefined) return noValue;
  return `${quality === 'estimated' ? estimateMark : ''}${tokenRate(rate)}`;
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

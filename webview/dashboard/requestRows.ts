import * as l10n from '@vscode/l10n';
import type { RequestInfo, RequestState } from '../../src/protocol/requests';
import { quantity } from '../../src/protocol/quantity';
import { clockTime, noValue } from '../shared/format';
import { knownReading, pairReading, readingOf, withHint, type Reading } from '../shared/reading';
import { requestKindWords, requestStateWords } from '../shared/models/stateWords';
import type { Cell, TableColumn, TableRow, Tone } from '../shared/table';
import { uncertaintyCaveat, uncertaintyReading } from '../shared/models/uncertainty';

const mostShown = 50;

const figure = (title: string, about?: string): TableColumn =>
  about === undefined ? { title, isFigure: true } : { title, isFigure: true, about };
const word = (title: string): TableColumn => ({ title, isFigure: false });

export const requestColumns: readonly TableColumn[] = [
  word(l10n.t('Time')),
  word(l10n.t('Model')),
  word(l10n.t('Runtime')),
  word(l10n.t('Kind')),
  word(l10n.t('State')),
  figure(l10n.t('TTFT'), l10n.t('Time from the request to the first content generated for it.')),
  figure(l10n.t('Duration'), l10n.t('Time from the request to the end of its answer.')),
  figure('tok/s', l10n.t('Tokens after the first, by the time from the first to the last.')),
  figure(l10n.t('Tokens in / out'), l10n.t('Prompt tokens / generated tokens.')),
  figure(l10n.t('Energy'), l10n.t('Energy above idle that is attributed to the request.')),
  figure(l10n.t('Uncertainty'), uncertaintyCaveat),
];

const tones: Readonly<Record<RequestState, Tone>> = {
  waiting: 'waiting',
  generating: 'busy',
  done: 'good',
  cancelled: 'calm',
  failed: 'bad',
  refused: 'bad',
};

/** One row for each request, newest first, 50 at the most. */
export function requestRows(requests: readonly RequestInfo[]): TableRow[] {
  return requests.slice(0, mostShown).map((request) => ({
    key: String(request.id),
    cells: [
      clockTime(request.startedAt),
      request.model === '' ? noValue : request.model,
      request.runtime,
      requestKindWords[request.kind],
      stateCell(request),
      readingOf(request.ttftMs, 'milliseconds'),
      readingOf(request.durationMs, 'milliseconds'),
      rateCell(request),
      tokensCell(request),
      readingOf(request.energyJoules, 'joules', request.energyQuality),
      uncertaintyReading(request.entropyBits, request.entropyShare),
    ],
  }));
}

function stateCell({ state, status, problem }: RequestInfo): Cell {
  const reading: Reading = { quantity: { number: requestStateWords[state], unit: '' }, hasValue: true };
  const code = status !== undefined && status >= 400 ? l10n.t('The runtime answered with status {0}.', status) : '';
  const hint = [problem ?? '', code].filter((text) => text !== '').join('\n');
  return { ...withHint(reading, hint), tone: tones[state] };
}

/** The column's title has the unit. */
function rateCell({ tokensPerSecond, tokenQuality }: RequestInfo): Reading {
  if (tokensPerSecond === undefined || tokenQuality === 'unavailable') return readingOf(undefined, 'tokens_per_second');
  const { number } = quantity(tokensPerSecond, 'tokens_per_second');
  return knownReading({ number, unit: '' }, tokenQuality);
}

function tokensCell(request: RequestInfo): Reading {
  const { inputTokens, outputTokens, cachedTokens, reasoningTokens, tokenQuality } = request;
  if (tokenQuality === 'unavailable') {
    const isOver = request.state !== 'waiting' && request.state !== 'generating';
    return isOver
      ? readingOf(
          undefined,
          'tokens',
          'unavailable',
          l10n.t('Neither the runtime nor the stream told how many tokens there were.'),
        )
      : readingOf(undefined, 'tokens');
  }
  const pair = pairReading(countOf(inputTokens), countOf(outputTokens, tokenQuality));
  return pair.hasValue ? withHint(pair, partsText(cachedTokens, reasoningTokens)) : pair;
}

/** The column's title has the unit. */
function countOf(tokens: number | undefined, quality: 'measured' | 'estimated' = 'measured'): Reading {
  if (tokens === undefined) return readingOf(undefined, 'tokens');
  const { number } = quantity(tokens, 'tokens');
  return knownReading(
    { number, unit: '' },
    quality,
    l10n.t('Counted as they passed by: the runtime gave no count of its own.'),
  );
}

function partsText(cached: number | undefined, reasoning: number | undefined): string {
  const parts = [
    cached === undefined || cached === 0 ? '' : l10n.t('{0} reused from a cache.', quantity(cached, 'tokens').number),
    reasoning === undefined || reasoning === 0
      ? ''
      : l10n.t('{0} of the generated tokens are reasoning.', quantity(reasoning, 'tokens').number),
  ];
  return parts.filter((text) => text !== '').join('\n');
}

import type { RequestInfo, RequestState } from '../../src/protocol/requests';
import { quantity } from '../../src/protocol/quantity';
import { clockTime, noValue } from '../shared/format';
import { knownReading, pairReading, readingOf, withHint, type Reading } from '../shared/reading';
import type { Cell, TableColumn, TableRow, Tone } from '../shared/table';
import { uncertaintyCaveat, uncertaintyReading } from '../shared/models/uncertainty';

const mostShown = 50;

const figure = (title: string, about?: string): TableColumn =>
  about === undefined ? { title, isFigure: true } : { title, isFigure: true, about };
const word = (title: string): TableColumn => ({ title, isFigure: false });

export const requestColumns: readonly TableColumn[] = [
  word('Time'),
  word('Model'),
  word('Runtime'),
  word('Kind'),
  word('State'),
  figure('TTFT', 'Time from the request to the first content generated for it.'),
  figure('Duration', 'Time from the request to the end of its answer.'),
  figure('tok/s', 'Tokens after the first, by the time from the first to the last.'),
  figure('Tokens in / out', 'Prompt tokens / generated tokens.'),
  figure('Energy', 'Energy above idle that is attributed to the request.'),
  figure('Uncertainty', uncertaintyCaveat),
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
      request.kind,
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
  const reading: Reading = { quantity: { number: state, unit: '' }, hasValue: true };
  const code = status !== undefined && status >= 400 ? `The runtime answered with status ${status}.` : '';
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
          'Neither the runtime nor the stream told how many tokens there were.',
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
    'Counted as they passed by: the runtime gave no count of its own.',
  );
}

function partsText(cached: number | undefined, reasoning: number | undefined): string {
  const parts = [
    cached === undefined || cached === 0 ? '' : `${quantity(cached, 'tokens').number} reused from a cache.`,
    reasoning === undefined || reasoning === 0
      ? ''
      : `${quantity(reasoning, 'tokens').number} of the generated tokens are reasoning.`,
  ];
  return parts.filter((text) => text !== '').join('\n');
}

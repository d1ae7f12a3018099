import { isMetricId } from '../protocol/catalogue';
import { aggregates, type Aggregate, type HistoryAnswer, type HistoryRequest } from '../protocol/history';
import { answerHistory } from '../engine/store/query/answerHistory';
import { HistoryRefusal } from '../engine/store/query/historyRefusal';
import { readProblem } from '../engine/store/thread/readProblem';
import { Failure, wrongUsage } from './failure';
import { queryFormats, type QueryFormat } from './queryFormats';
import { dataDirOf } from './store/jobs';
import { openForReading } from './store/openStore';
import { timeSpanOf } from './timeSpan';
import { dataDirOption, type OptionValues, type Surroundings, type Verb } from './verb';
import { durationOf, textOf } from './words';

const mostPoints = 1_000_000;
/** What people can read; a table has to be held to find out how wide it is. */
const mostPointsInTable = 20_000;
const defaultReachMs = 300_000;
const longestStepMs = 86_400_000;

export const query: Verb = {
  meaning: 'Tells what was recorded of a metric, beside a running monitor or without one.',
  positionals: [{ name: 'METRIC', meaning: 'a metric such as system.cpu_percent, or a pattern, system.*' }],
  options: {
    from: {
      type: 'string',
      value: 'T',
      meaning: 'From this time on, such as 2026-11-21 or -24h (default: 5 min before)',
    },
    to: { type: 'string', value: 'T', meaning: 'Up to this time (default: now)' },
    step: {
      type: 'string',
      value: 'S',
      meaning: 'One value for each step, such as 10s, 1m or 1h (default: every sample)',
    },
    agg: { type: 'string', value: 'A', meaning: `Value of a step: ${aggregates.join(', ')} (default avg)` },
    format: { type: 'string', value: 'F', meaning: 'json, csv or table (default json)' },
    'data-dir': dataDirOption,
  },
  run,
};

async function run(values: OptionValues, surroundings: Surroundings): Promise<void> {
  const agg = oneOf(values, 'agg', aggregates, 'avg');
  const format = oneOf(values, 'format', Object.keys(queryFormats) as QueryFormat[], 'json');
  const request = requestOf(values, agg, format === 'table' ? mostPointsInTable : mostPoints);
  const dataDir = await dataDirOf(values, surroundings);
  const answer = await ask(dataDir, request, surroundings);
  if (answer.series.length === 0)
    surroundings.err('Nothing of this metric was recorded in this time. The verb list tells which times were.');
  if (answer.stepMs > request.stepMs)
    surroundings.err(`Of a part of this time only longer steps are kept, so the steps are ${answer.stepMs} ms long.`);
  for (const text of queryFormats[format](answer, agg)) await surroundings.outBytes(Buffer.from(text));
}

/** Journals count up to their last whole frame; what a running monitor has not yet written is not known here. */
async function ask(dataDir: string, request: HistoryRequest, surroundings: Surroundings): Promise<HistoryAnswer> {
  const store = await openForReading(dataDir, surroundings);
  try {
    return await answerHistory(store.folder, request, { position: undefined, chunks: [] }, surroundings.stop);
  } catch (error) {
    if (surroundings.stop.aborted) throw new Failure('It was stopped before there was an answer. Ask again.');
    throw new Failure(error instanceof HistoryRefusal ? error.message : readProblem(error, dataDir));
  } finally {
    await store.close();
  }
}

function requestOf(values: OptionValues, agg: Aggregate, most: number): HistoryRequest {
  const { from, to } = timeSpanOf(values, defaultReachMs, 'query');
  const step = textOf(values, 'step');
  const stepMs = step === undefined ? 0 : durationOf(step, 'step', longestStepMs, 'query');
  return {
    metrics: [metricOf(values)],
    from: Math.max(0, from),
    to,
    stepMs,
    aggregates: [agg],
    mostPoints: most,
  };
}

function metricOf(values: OptionValues): string {
  const text = textOf(values, 'METRIC') ?? '';
  const name = text.replace(/^(system|model)\.data\./, '$1.');
  if (/^[A-Za-z0-9_.*]{1,128}$/.test(name) && name.split('*').length <= 9 && (name.includes('*') || isMetricId(name)))
    return name;
  throw wrongUsage(
    'METRIC takes a metric such as system.cpu_percent, or a pattern with up to 8 stars, system.*',
    'query',
  );
}

function oneOf<T extends string>(values: OptionValues, option: string, choices: readonly T[], fallback: T): T {
  const text = textOf(values, option) ?? fallback;
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw wrongUsage(`--${option} takes one of ${choices.join(', ')}`, 'query');
}

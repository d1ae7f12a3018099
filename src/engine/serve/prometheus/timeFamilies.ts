import type { ModelTimes } from '../../models/requestTimes';
import type { TimeHistogram } from '../../models/timeHistogram';
import { labelText, type TextFormat } from './textFormat';

interface TimeFamily {
  readonly name: string;
  readonly meaning: string;
  readonly of: (times: ModelTimes) => TimeHistogram;
}

/** Beside the gauges of the same times: these are of all requests, not of the newest one. */
const timeFamilies: readonly TimeFamily[] = [
  {
    name: 'wirthforge_model_first_token_seconds',
    meaning: 'Times from a request to its first content, of all requests that passed through the measuring proxy.',
    of: (times) => times.firstToken,
  },
  {
    name: 'wirthforge_model_output_token_seconds',
    meaning: 'Mean times between two tokens of a request, of all requests that passed through the measuring proxy.',
    of: (times) => times.interToken,
  },
  {
    name: 'wirthforge_model_request_duration_seconds',
    meaning: 'Times from a request to the end of its answer, of all requests that passed through the measuring proxy.',
    of: (times) => times.duration,
  },
];

/** A histogram of each model that has one, a piece for each. */
export function* timePieces(format: TextFormat, models: Iterable<ModelTimes>): Generator<string> {
  const all = [...models];
  for (const { name, meaning, of } of timeFamilies) {
    const unit = format.hasUnits ? `# UNIT ${name} seconds\n` : '';
    let heading = `# HELP ${name} ${format.help(meaning)}\n# TYPE ${name} histogram\n${unit}`;
    for (const times of all) {
      const text = histogramText(name, times.labels, of(times));
      yield text === '' ? '' : heading + text;
      if (text !== '') heading = '';
    }
  }
}

/** Nothing for a histogram without an entry. */
function histogramText(name: string, labels: ModelTimes['labels'], { bounds, counts, sum }: TimeHistogram): string {
  const own = labelText(labels);
  let count = 0;
  let text = '';
  for (const [i, inBucket] of counts.entries()) {
    count += inBucket;
    const bound = bounds[i];
    text += `${name}_bucket{${own},le="${bound === undefined ? '+Inf' : boundText(bound)}"} ${count}\n`;
  }
  return count === 0 ? '' : `${text}${name}_sum{${own}} ${sum}\n${name}_count{${own}} ${count}\n`;
}

/** OpenMetrics writes whole bounds with a fraction, and a series should have the same name in both formats. */
function boundText(bound: number): string {
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}

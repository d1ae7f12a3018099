import { aggregates, type Aggregate } from '../../../protocol/history';
import type { MetricReader } from '../../metrics/reader';
import type { Series } from '../../metrics/series';
import { openObject, seriesPieces, type Answer } from '../answer';
import { matching, nameOf } from '../matching';
import type { Parameters } from '../parameters';
import { badRequest, type Refusal } from '../refusal';
import type { Sources } from '../sources';
import { Bucket } from './bucket';

const mostPoints = 50_000;
const defaultReachMs = 300_000;
/** So much is read at a time between two looks at the clock. */
const stretchMs = 10_000;

/** The part of what was asked that memory can answer. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** `GET /api/metrics/historical`: each sample, or one value for each step, as far as the hot ring reaches. */
export function historical(parameters: Parameters, sources: Sources): Answer {
  parameters.only('metric', 'from', 'to', 'step', 'agg');
  const { reader } = sources;
  const now = sources.now();
  const pattern = parameters.pattern();
  const to = parameters.time('to', now);
  const from = parameters.time('from', Math.max(0, to - defaultReachMs));
  if (from > to) throw badRequest('from is later than to. Both are ms since 1970; exchange them.');
  const stepMs = parameters.step() ?? 0;
  const agg = parameters.choice('agg', aggregates, 'avg');
  const series = matching(reader, pattern);
  const held: Range = { from: Math.max(from, reader.since() ?? Infinity), to: Math.min(to, now) };
  const head = { from, to, stepMs, agg };
  return { pieces: stepMs === 0 ? everySample(head, series, held, reader) : steps(head, series, held, reader) };
}

interface Head extends Range {
  /** 0: each sample for itself. */
  readonly stepMs: number;
  readonly agg: Aggregate;
}

function* everySample(head: Head, series: readonly Series[], range: Range, reader: MetricReader): Generator<string> {
  let points = 0;
  for (const each of series)
    for (const part of stretches(range)) {
      scanPart(reader, each, part, () => points++);
      if (points > mostPoints)
        throw tooMany('more than that many samples', 'Give a step, a shorter range or fewer series.');
      yield '';
    }
  yield* seriesPieces(head, series, (each) => samplesOf(each, head, range, reader));
}

/** Of "no value" only the first in a row is told: it marks the gap. */
function* samplesOf(series: Series, head: Head, range: Range, reader: MetricReader): Generator<string> {
  yield `${openObject(nameOf(series))}"points":[`;
  const single = new Bucket(head.agg, 0);
  let separator = '';
  let inGap = true;
  for (const part of stretches(range)) {
    let text = '';
    scanPart(reader, series, part, (timestamp, sample) => {
      single.add(timestamp, sample);
      const value = single.take();
      if (value !== null || !inGap) {
        text += `${separator}[${timestamp},${String(value)}]`;
        separator = ',';
      }
      inGap = value === null;
    });
    yield text;
  }
  yield ']}';
}

/** Steps begin at multiples of their length since 1970, so that two answers agree on them. */
function steps(head: Head, series: readonly Series[], range: Range, reader: MetricReader): Generator<string> {
  const { stepMs } = head;
  const first = Math.floor(range.from / stepMs) * stepMs;
  const count = range.from <= range.to ? Math.floor((range.to - first) / stepMs) + 1 : 0;
  if (count * series.length > mostPoints) {
    const enough = Math.ceil(((range.to - range.from) * series.length) / (mostPoints / 2) / 1000) * 1000;
    throw tooMany(
      `${count} steps of ${series.length} series`,
      `Give a step of ${enough} ms or more, a shorter range or fewer series.`,
    );
  }
  return seriesPieces(head, series, (each) => stepsOf(each, head, first, count, range, reader));
}

function* stepsOf(
  series: Series,
  { stepMs, agg }: Head,
  first: number,
  count: number,
  range: Range,
  reader: MetricReader,
): Generator<string> {
  yield `${openObject(nameOf(series))}"points":[`;
  const bucket = new Bucket(agg, stepMs);
  for (let i = 0; i < count; i++) {
    const start = first + i * stepMs;
    const end = start + stepMs;
    const within = { from: Math.max(start, range.from), to: Math.min(end, range.to) };
    for (const part of stretches(within)) {
      scanPart(reader, series, part, (timestamp, value) => {
        if (timestamp < end) bucket.add(timestamp, value);
      });
      yield '';
    }
    yield `${i === 0 ? '' : ','}[${start},${String(bucket.take())}]`;
  }
  yield ']}';
}

/** Cuts a range into parts; a part ends before the next begins, only the last one includes its end. */
function* stretches({ from, to }: Range): Generator<Range & { readonly isLast: boolean }> {
  for (let start = from; start <= to; start += stretchMs) {
    const isLast = start + stretchMs > to;
    yield { from: start, to: isLast ? to : start + stretchMs, isLast };
  }
}

function scanPart(
  reader: MetricReader,
  series: Series,
  part: Range & { readonly isLast: boolean },
  visit: (timestamp: number, value: number) => void,
): void {
  reader.scan(series, part.from, part.to, (timestamp, value) => {
    if (part.isLast || timestamp < part.to) visit(timestamp, value);
  });
}

function tooMany(what: string, whatToDo: string): Refusal {
  return badRequest(`One answer holds at most ${mostPoints} points, and this would be ${what}. ${whatToDo}`);
}

import { catalogue, metricIds, type MetricId } from '../../../protocol/catalogue';
import type { MetricReader } from '../../metrics/reader';
import type { Series } from '../../metrics/series';
import type { ModelTimes } from '../../models/requestTimes';
import { presentSample } from '../presentSample';
import { inBaseUnit, unitOf } from './baseUnit';
import { labelText, typeOf, type TextFormat } from './textFormat';
import { timePieces } from './timeFamilies';

const prefix = 'wirthforge_';
/** Series that are looked at before the thread may be given free: some ten microseconds. */
const seriesInPiece = 16;

export interface Exposed {
  readonly reader: Pick<MetricReader, 'series' | 'latest'>;
  /** How long requests took. */
  readonly times: Iterable<ModelTimes>;
  /** Of the monitor. */
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The newest value of each series, as a page for Prometheus, in pieces. Without timestamps, so that Prometheus sees by
 * itself when a series ends; a value that is unavailable is left out for the same reason.
 */
export function* exposition(format: TextFormat, { reader, times, version, now }: Exposed): Generator<string> {
  yield buildInfo(format, version);
  const families = yield* byMetric(reader);
  for (const metric of metricIds) {
    const family = families.get(metric);
    if (family) yield* familyPieces(format, metric, family, reader, now);
  }
  yield* timePieces(format, times);
  yield format.end;
}

/** Name of a metric's samples in both formats. */
export function sampleNameOf(metric: MetricId): string {
  return prefix + catalogue[metric].prometheus;
}

function* byMetric(reader: Exposed['reader']): Generator<string, ReadonlyMap<MetricId, readonly Series[]>> {
  const families = new Map<MetricId, Series[]>();
  let seen = 0;
  for (const series of reader.series()) {
    const family = families.get(series.metric);
    if (family) family.push(series);
    else families.set(series.metric, [series]);
    if (++seen % seriesInPiece === 0) yield '';
  }
  return families;
}

/** Nothing, not even a heading, of a metric without a value. */
function* familyPieces(
  format: TextFormat,
  metric: MetricId,
  family: readonly Series[],
  reader: Exposed['reader'],
  now: number,
): Generator<string> {
  const { unit } = catalogue[metric];
  const name = sampleNameOf(metric);
  let heading = headingOf(format, metric);
  for (let start = 0; start < family.length; start += seriesInPiece) {
    let text = '';
    for (let i = start; i < Math.min(start + seriesInPiece, family.length); i++) {
      const series = family[i]!;
      const sample = presentSample(reader, series, now);
      if (sample) text += `${name}${labelsOf(series)} ${inBaseUnit(sample.value, unit)}\n`;
    }
    if (text === '') {
      yield '';
      continue;
    }
    yield heading + text;
    heading = '';
  }
}

function headingOf(format: TextFormat, metric: MetricId): string {
  const { kind, meaning, unit } = catalogue[metric];
  const family = format.family(sampleNameOf(metric));
  const unitName = format.hasUnits ? unitOf(family, unit) : undefined;
  const unitLine = unitName === undefined ? '' : `# UNIT ${family} ${unitName}\n`;
  return `# HELP ${family} ${format.help(meaning)}\n# TYPE ${family} ${typeOf(kind)}\n${unitLine}`;
}

/**
 * An estimate says so in a label, so that no query, sum or chart takes it for a measurement unless it is told to, and
 * `{quality=""}` selects what was measured. A series beside it that tells the quality would have to be joined each time.
 */
function labelsOf({ labels, quality }: Series): string {
  let text = labelText(labels);
  if (quality === 'estimated') text += `${text === '' ? '' : ','}quality="estimated"`;
  return text === '' ? '' : `{${text}}`;
}

function buildInfo(format: TextFormat, version: string): string {
  const name = `${prefix}build_info`;
  const family = format.family(name);
  return `# HELP ${family} The version of the monitor that answers.\n# TYPE ${family} ${format.infoType}\n${name}{${labelText({ version })}} 1\n`;
}

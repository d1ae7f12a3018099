import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RawChunk, TierChunk } from '../../src/engine/store/chunk';
import type { Sqlite } from '../../src/engine/store/segments/sqlite';
import { rollUp } from '../../src/engine/store/tiers/rollUp';
import { widerTiers } from '../../src/engine/store/upkeep/copySegments';
import { NewSegments } from '../../src/engine/store/upkeep/newSegments';
import { TierPieces } from '../../src/engine/store/upkeep/tierPieces';
import { Random } from '../support/random';
import { StoredPast } from '../support/storedPast';
import { someSamples, someSeries } from '../support/storeSamples';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export interface PastMonth {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly samples: number;
  readonly bytes: number;
  readonly files: number;
}

/** Stretches whose files upkeep makes one, longest first. */
const stretches = { fine: [dayMs, 6 * hourMs, hourMs], coarse: [7 * dayMs, dayMs, 6 * hourMs, hourMs] };

/**
 * Writes what upkeep makes of some days at 1,500 samples a second until five hours after midnight: files of 10 s buckets
 * and of longer ones for each stretch that is over, and the journal that is being written. One hour is rolled up, and
 * every hour is like it.
 */
export async function writePast(
  sqlite: Sqlite,
  dataDir: string,
  days: number,
  to = Date.UTC(2026, 10, 21, 5),
): Promise<PastMonth> {
  const from = to - days * dayMs;
  const hour = anHour(from);
  const tiers = {
    fine: hour.map((chunk) => rollUp(chunk, 10_000)),
    coarse: hour.map((chunk) => rollUp(chunk, 300_000)),
  };
  const folder = path.join(dataDir, 'segments');
  await mkdir(folder, { recursive: true });
  const random = new Random(1);
  let [bytes, files] = [0, 0];
  for (const kind of ['fine', 'coarse'] as const)
    for (let begin = from, end = from; begin < to; begin = end) {
      end = endOfFile(begin, to, stretches[kind]);
      const pieces = new TierPieces();
      for (let at = begin; at < end; at += hourMs)
        for (const chunk of tiers[kind]) pieces.add(another(chunk, at - from, random));
      const segments = new NewSegments(sqlite, undefined, { epoch: 1, sequence: 2 + (begin - from) / hourMs });
      pieces.moveTo(segments.of(kind), kind === 'coarse' ? widerTiers(end - begin) : []);
      for (const file of segments.finish().files) {
        await writeFile(path.join(folder, file.name), file.bytes);
        bytes += file.bytes.length;
        files++;
      }
      segments.dispose();
    }
  await writeJournal(sqlite, dataDir, to);
  const samples = hour.reduce((sum, { times, columns }) => sum + times.length * columns.length, 0) * days * 24;
  return { from, to, samples, bytes, files };
}

/** Where the file that holds `begin` ends: with the longest stretch around it that is over. */
function endOfFile(begin: number, to: number, lengths: readonly number[]): number {
  const ends = lengths.map((length) => (Math.floor(begin / length) + 1) * length);
  return ends.find((end) => end <= to) ?? to;
}

/** 30 series at 10 Hz and 20 at 60 Hz. */
function anHour(from: number): RawChunk[] {
  const [first, ...others] = someSeries(50);
  const slow = [{ ...first!, metric: 'system.cpu_percent', labels: {} }, ...others.slice(0, 29)];
  const fast = others.slice(29);
  return [
    someSamples({ series: slow, hz: 10, from, seconds: 3600, group: 'system' }),
    someSamples({ series: fast, hz: 60, from, seconds: 3600, group: 'model' }),
  ];
}

/** The journal that is being written, half of it as a rule. */
async function writeJournal(sqlite: Sqlite, dataDir: string, from: number): Promise<void> {
  const past = StoredPast.start(sqlite, from);
  const cores = Array.from({ length: 49 }, (_, i) => ['system.cpu_core_percent', { core: String(i) }] as const);
  past.layout('system', 10, [['system.cpu_percent', {}], ...cores.slice(0, 29)]);
  past.layout('model', 60, cores.slice(29));
  for (let second = 0; second < 450; second++) {
    past.measure(1000, (_, time) => Math.round(Math.abs(Math.sin(time / 5000)) * 1000) / 10);
    await past.flush();
  }
  for (const [file, content] of past.disk.files()) {
    const copy = path.join(dataDir, path.relative('/data', file));
    await mkdir(path.dirname(copy), { recursive: true });
    await writeFile(copy, content);
  }
}

/** The same buckets at another time with other levels, since a day of hours that are equal would pack too well. */
function another(chunk: TierChunk, ms: number, random: Random): TierChunk {
  const later = (times: Float64Array): Float64Array => times.map((time) => time + ms);
  const columns = chunk.columns.map(({ series, buckets }) => {
    const levels = buckets.count.map(() => random.integer(0, 99) / 10 ** series.decimals);
    const raised = (values: Float64Array): Float64Array => values.map((value, i) => value + levels[i]!);
    const { min, max, first, last, sum, count } = buckets;
    const sums = sum.map((value, i) => value + count[i]! * levels[i]!);
    const ends = { min: raised(min), max: raised(max), first: raised(first), last: raised(last) };
    return { series, buckets: { ...buckets, ...ends, sum: sums } };
  });
  const { starts, firstAt, lastAt } = chunk;
  return { ...chunk, starts: later(starts), firstAt: later(firstAt), lastAt: later(lastAt), columns };
}

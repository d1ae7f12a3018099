import type { EnergyMethod, Origin, Quality, Unit } from '../../../protocol/metric';
import { DamagedBytes, type ByteReader } from '../codec/byteReader';
import type { ByteWriter } from '../codec/byteWriter';
import { mostDecimals } from '../codec/quantize';
import { storedKey, type SeriesState, type StoredSeries } from '../storedSeries';

/** A group as a journal tells it: it holds for its rows until it is told anew. */
export interface StoredGroup {
  /** Known inside one journal only. */
  readonly number: number;
  readonly name: string;
  /** Frames a second at the most. */
  readonly hz: number;
  /** Columns of its rows. The same array as before when only states changed. */
  readonly series: readonly StoredSeries[];
  /** One for each of `series`. */
  readonly states: readonly SeriesState[];
}

/** What is written of a group; `since` (ms since 1970) is when its states began to hold. */
export interface GroupToWrite {
  readonly number: number;
  readonly name: string;
  readonly hz: number;
  readonly since: number;
  readonly columns: readonly {
    readonly series: StoredSeries;
    readonly quality: Quality;
    readonly reason: string | undefined;
    readonly origin: Origin | undefined;
  }[];
}

const qualities: readonly Quality[] = ['measured', 'estimated', 'unavailable'];
const methods: readonly EnergyMethod[] = ['energy counter', 'integrated power', 'power sensor', 'estimate'];

const mostSeries = 20_000;
const mostLabels = 1024;
/** Characters of a reason that are kept. */
const mostReason = 4096;
const fastestHz = 1_000_000;
/** The largest time that a Date can tell, ms since 1970. */
const latestTime = 8.64e15;

export function writeGroup(writer: ByteWriter, group: GroupToWrite): void {
  writer.varint(group.number);
  writer.text(group.name);
  writer.double(group.hz);
  writer.double(group.since);
  writer.varint(group.columns.length);
  for (const { series, quality, reason, origin } of group.columns) {
    const labels = Object.entries(series.labels);
    writer.text(series.metric);
    writer.varint(labels.length);
    for (const [name, value] of labels) {
      writer.text(name);
      writer.text(value);
    }
    writer.text(series.unit);
    writer.u8(series.decimals);
    writer.u8(qualities.indexOf(quality));
    writer.text(reason?.slice(0, mostReason) ?? '');
    writer.u8(origin ? methods.indexOf(origin.method) + 1 : 0);
    if (!origin) continue;
    writer.text(origin.scope);
    writer.text(origin.source);
  }
}

/**
 * @param known Groups of the same journal so far, by number.
 * @throws DamagedBytes
 */
export function readGroup(reader: ByteReader, known: ReadonlyMap<number, StoredGroup>): StoredGroup {
  const number = reader.varint();
  const name = reader.text();
  const hz = reader.double();
  const since = reader.double();
  const columns = reader.varint();
  if (!(hz > 0 && hz <= fastestHz) || !(Math.abs(since) <= latestTime) || columns > mostSeries)
    throw new DamagedBytes('What a journal says of a group cannot be.');
  const series: StoredSeries[] = [];
  const states: SeriesState[] = [];
  for (let column = 0; column < columns; column++) {
    series.push(readSeries(reader));
    states.push(readState(reader, since));
  }
  const keys = series.map(({ metric, labels }) => storedKey(metric, labels));
  if (new Set(keys).size < columns) throw new DamagedBytes('A series is in a group twice.');
  const before = known.get(number)?.series;
  return { number, name, hz, series: before && isSameLayout(before, series, keys) ? before : series, states };
}

function readSeries(reader: ByteReader): StoredSeries {
  const metric = reader.text();
  const count = reader.varint();
  if (count > mostLabels) throw new DamagedBytes(`A series has ${count} labels.`);
  const labels: [string, string][] = [];
  for (let label = 0; label < count; label++) labels.push([reader.text(), reader.text()]);
  // A newer version may know more units than this one; a unit is shown and exported as it is.
  const unit = reader.text() as Unit;
  const decimals = reader.u8();
  if (metric === '' || decimals > mostDecimals) throw new DamagedBytes('What a journal says of a series cannot be.');
  return { metric, labels: Object.fromEntries(labels), unit, decimals };
}

function readState(reader: ByteReader, since: number): SeriesState {
  const quality = qualities[reader.u8()];
  const reason = reader.text();
  const method = reader.u8();
  if (quality === undefined) throw new DamagedBytes('A series has a quality that is none.');
  const state: SeriesState = { since, quality, ...(reason === '' ? {} : { reason }) };
  if (method === 0) return state;
  const known = methods[method - 1];
  if (known === undefined) throw new DamagedBytes('A value of energy was got in a way that is none.');
  return {
    ...state,
    origin: { method: known, scope: reader.text(), source: reader.text() },
  };
}

function isSameLayout(before: readonly StoredSeries[], now: readonly StoredSeries[], keys: readonly string[]): boolean {
  return (
    before.length === now.length &&
    before.every((series, column) => {
      const other = now[column]!;
      const isSame = series.unit === other.unit && series.decimals === other.decimals;
      return isSame && storedKey(series.metric, series.labels) === keys[column];
    })
  );
}

import { cleanText } from '../../../cleanText';
import { bounds, within, type GpuReading } from '../gpuReading';
import type { PowerField, SmiColumns, ThrottleReason } from './smiFields';

/** A line of nvidia-smi. Filled anew for each line. */
export interface SmiRow {
  index: number;
  /** Such as `0000:01:00.0`; empty where nvidia-smi does not tell. */
  place: string;
  /** Empty where nvidia-smi does not tell. */
  name: string;
  /** The cells, to pick a power from. */
  cells: readonly string[];
}

const mebibyte = 1024 * 1024;
const mostIndex = 1023;
const nameCharacters = 80;

export const emptyRow = (): SmiRow => ({ index: -1, place: '', name: '', cells: [] });

/** Takes in a line; false when it is no row of these columns, such as a message or a row that was cut off. */
export function parseSmiRow(line: string, columns: SmiColumns, row: SmiRow, reading: GpuReading): boolean {
  const cells = line.split(',');
  const count = columns.fields.length;
  // Only a name, which stands last, may hold commas of its own.
  if (columns.name < 0 ? cells.length !== count : cells.length < count) return false;
  const index = number(cells[columns.index]);
  if (!Number.isInteger(index) || index < 0 || index > mostIndex) return false;
  row.index = index;
  row.place = placeOf(cells[columns.place]);
  row.name = columns.name < 0 ? '' : nameOf(cells.slice(columns.name).join(','));
  row.cells = cells;
  reading.percent = within(number(cells[columns.percent]), bounds.percent);
  reading.memoryUsed = within(number(cells[columns.memoryUsed]) * mebibyte, bounds.bytes);
  reading.memoryTotal = within(number(cells[columns.memoryTotal]) * mebibyte, bounds.bytes);
  reading.celsius = within(number(cells[columns.celsius]), bounds.celsius);
  reading.throttled = throttledOf(columns.throttle, cells);
  return true;
}

/** Watts of a field in a row; NaN where it has none. */
export function powerOf(field: PowerField, columns: SmiColumns, row: SmiRow): number {
  return within(number(row.cells[columns.power.get(field) ?? -1]), bounds.watts);
}

/** NaN for `[N/A]`, `[Not Supported]`, `[Unknown Error]` and whatever else is no number. */
function number(cell: string | undefined): number {
  const text = cell?.trim() ?? '';
  return /^-?\d{1,12}(?:\.\d{1,6})?$/.test(text) ? Number(text) : NaN;
}

/** `00000000:01:00.0` as the kernel writes it: `0000:01:00.0`. */
function placeOf(cell: string | undefined): string {
  const found = /^\s*([0-9a-f]{4,8}):([0-9a-f]{2}:[0-9a-f]{2}\.[0-7])\s*$/i.exec(cell ?? '');
  return found ? `${found[1]!.slice(-4)}:${found[2]!}`.toLowerCase() : '';
}

function nameOf(cell: string): string {
  const name = cleanText(cell, nameCharacters);
  return name.startsWith('[') ? '' : name;
}

function throttledOf(throttle: ReadonlyMap<ThrottleReason, number>, cells: readonly string[]): number {
  const flag = (reason: ThrottleReason): number => flagOf(cells[throttle.get(reason) ?? -1]);
  const heat = flag('hw_thermal_slowdown');
  const brake = flag('hw_power_brake_slowdown');
  const hardware = Number.isNaN(heat) && Number.isNaN(brake) ? flag('hw_slowdown') : NaN;
  const flags = [heat, brake, hardware, flag('sw_thermal_slowdown'), flag('sw_power_cap')];
  if (flags.includes(1)) return 1;
  return flags.includes(0) ? 0 : NaN;
}

function flagOf(cell: string | undefined): number {
  const text = cell?.trim();
  if (text === 'Active') return 1;
  return text === 'Not Active' ? 0 : NaN;
}

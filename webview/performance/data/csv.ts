import { worthOfValues } from '../../shared/shownValue';
import { Trace } from '../../shared/trace';
import type { TimeRange } from '../chart/chartContent';
import type { PickedLine } from './pickedLines';

const columns = ['timestamp', 'metric', 'labels', 'value', 'min', 'max', 'unit', 'quality', 'step_ms'] as const;
/** With these a spreadsheet takes a cell for a formula. */
const formulaStart = /^[=+\-@\t\r]/;

/**
 * What lines show of a stretch of time, as CSV after RFC 4180 in long form: samples as they came with `step_ms` 0, else
 * mean, least and greatest of each step. The first of several times without a value is told, as `unavailable`.
 */
export function csvOf(lines: readonly PickedLine[], range: TimeRange): string {
  const rows: string[] = [`${columns.join(',')}\r\n`];
  for (const line of lines) {
    if (line.trace.steps) addSteps(rows, line, range);
    else addSamples(rows, line, range);
  }
  return rows.join('');
}

function addSteps(rows: string[], line: PickedLine, { from, to }: TimeRange): void {
  const steps = line.trace.steps!;
  const { before, after } = fieldsOf(line, steps.stepMs);
  for (let row = steps.firstFrom(from); row < steps.length && steps.timeAt(row) <= to; row++) {
    const values = [steps.meanAt(row), steps.lowAt(row), steps.highAt(row)].map(number).join(',');
    rows.push(`${isoTime(steps.timeAt(row))}${before}${values}${after(worthOfValues(line.info).quality)}`);
  }
}

function addSamples(rows: string[], line: PickedLine, { from, to }: TimeRange): void {
  const column = line.trace instanceof Trace ? line.trace.column : undefined;
  if (!column) return;
  const { before, after } = fieldsOf(line, 0);
  const [known, unknown] = [after(worthOfValues(line.info).quality), after('unavailable')];
  let isGap = false;
  for (let row = column.firstFrom(from); row < column.length && column.timeAt(row) <= to; row++) {
    const value = column.valueAt(row);
    const hasValue = Number.isFinite(value);
    if (hasValue) rows.push(`${isoTime(column.timeAt(row))}${before}${value},,${known}`);
    else if (!isGap) rows.push(`${isoTime(column.timeAt(row))}${before},,${unknown}`);
    isGap = !hasValue;
  }
}

function fieldsOf({ info }: PickedLine, stepMs: number): { before: string; after: (quality: string) => string } {
  const { metric, labels, unit } = info;
  return {
    before: `,${field(metric)},${field(JSON.stringify(labels))},`,
    after: (quality) => `,${unit},${quality},${stepMs}\r\n`,
  };
}

const isoTime = (time: number): string => new Date(time).toISOString();
const number = (value: number): string => (Number.isFinite(value) ? String(value) : '');

/** Text that others chose is neither a second cell nor a formula. */
export function field(text: string): string {
  const safe = formulaStart.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

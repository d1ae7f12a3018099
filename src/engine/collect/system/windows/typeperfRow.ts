/** A counter that typeperf prints, such as `PhysicalDisk`, `0 C:`, `Disk Read Bytes/sec`. */
export interface CounterColumn {
  readonly object: string;
  readonly instance: string;
  readonly counter: string;
}

const banner = '(PDH-CSV ';
const path = /^\\\\[^\\]+\\([^\\(]+)\((.*)\)\\([^\\]+)$/;

/** The counters of typeperf's heading, in the order of its columns; undefined when the line is none. */
export function parseTypeperfHeading(line: string): readonly CounterColumn[] | undefined {
  const [first, ...columns] = quoted(line);
  if (!first?.startsWith(banner)) return undefined;
  return columns.map((column) => {
    const [, object = '', instance = '', counter = ''] = path.exec(column) ?? [];
    return { object, instance, counter };
  });
}

/** The values of a row; NaN where typeperf had none. Undefined when the line is no row of that many columns. */
export function parseTypeperfRow(line: string, columns: number): Float64Array | undefined {
  const [timestamp, ...values] = quoted(line);
  if (timestamp === undefined || values.length !== columns) return undefined;
  return Float64Array.from(values, (value) => {
    const isNumber = /^\d+(?:[.,]\d+)?$/.test(value);
    return isNumber ? Number(value.replace(',', '.')) : NaN;
  });
}

function quoted(line: string): string[] {
  return Array.from(line.matchAll(/"([^"]*)"/g), (found) => found[1]!);
}

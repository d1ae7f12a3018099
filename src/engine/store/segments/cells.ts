import { BadValue, UnknownWord } from './badValue';
import { lastTime } from './segmentName';
import type { SqliteRow, SqliteValue } from './sqlite';

/** The values of one row, each checked before it is handed out. Everything throws BadValue. */
export class Cells {
  constructor(
    private readonly table: string,
    private readonly row: SqliteRow,
  ) {}

  whole(column: number, least: number, most: number): number {
    const value = this.row[column];
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    throw this.bad(column, value, `a whole number from ${least} to ${most}`);
  }

  finite(column: number): number {
    const value = this.row[column];
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.bad(column, value, 'a number');
  }

  /** Milliseconds since 1970, up to the year 9999. */
  time(column: number): number {
    const value = this.row[column];
    if (typeof value === 'number' && value >= 0 && value <= lastTime) return value;
    throw this.bad(column, value, 'a time');
  }

  text(column: number, mostCharacters: number): string {
    const value = this.row[column];
    if (typeof value === 'string' && value.length <= mostCharacters) return value;
    throw this.bad(column, value, `a text of at most ${mostCharacters} characters`);
  }

  /** One of the words that this version knows. @throws UnknownWord */
  word<T extends string>(column: number, known: readonly T[]): T {
    const text = this.text(column, 64);
    const word = known.find((k) => k === text);
    if (word === undefined) throw new UnknownWord(`'${text}' in its table ${this.table}`);
    return word;
  }

  blob(column: number): Uint8Array {
    const value = this.row[column];
    if (value instanceof Uint8Array) return value;
    throw this.bad(column, value, 'a blob');
  }

  /** A JSON object. */
  object(column: number, mostCharacters: number): Readonly<Record<string, unknown>> {
    const text = this.text(column, mostCharacters);
    const value = parsedJson(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Readonly<Record<string, unknown>>;
    throw this.bad(column, text, 'a JSON object');
  }

  isNull(column: number): boolean {
    return this.row[column] === null;
  }

  private bad(column: number, value: SqliteValue | undefined, expected: string): BadValue {
    const found = typeof value === 'number' || value === null ? String(value) : typeof value;
    return new BadValue(
      `column ${column + 1} of a row of its table ${this.table} holds ${found} instead of ${expected}`,
    );
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one more way of not being an object.
    return undefined;
  }
}

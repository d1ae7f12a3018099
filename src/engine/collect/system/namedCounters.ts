import { countersEach } from './rates';

/** Two counters of a named thing: bytes received and sent, or read and written. */
export interface NamedCounters {
  readonly name: string;
  readonly first: number;
  readonly second: number;
}

/** The counters in a row, as `Rates` takes them. */
export function flattened(things: readonly NamedCounters[]): Float64Array {
  const counters = new Float64Array(things.length * countersEach);
  things.forEach(({ first, second }, index) => {
    counters[index * countersEach] = first;
    counters[index * countersEach + 1] = second;
  });
  return counters;
}

export function sameNames(a: readonly NamedCounters[], b: readonly NamedCounters[]): boolean {
  return a.length === b.length && a.every(({ name }, index) => name === b[index]!.name);
}

import type { Clock } from '../../../clock';
import { flattened, sameNames, type NamedCounters } from '../namedCounters';
import { ProgramSource, unexpectedOutput, type Command, type RunProgram } from '../program';

/** Columns that are filled from counters of named things. */
interface CountersFrame {
  rename(names: readonly string[]): void;
  fill(counters: Float64Array, at: number): void;
}

/** Speeds from counters that another program prints. */
export function countersSource(
  run: RunProgram,
  command: Command,
  parse: (output: string) => readonly NamedCounters[] | undefined,
  frame: CountersFrame,
  clock: Clock,
): ProgramSource {
  let known: readonly NamedCounters[] = [];
  return new ProgramSource(run, [command], ([output = '']) => {
    const things = parse(output);
    if (!things) throw unexpectedOutput(command);
    if (!sameNames(things, known)) frame.rename(things.map(({ name }) => name));
    known = things;
    frame.fill(flattened(things), clock.monotonic());
  });
}

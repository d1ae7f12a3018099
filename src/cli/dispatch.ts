import { parseArgs } from 'node:util';
import { Failure, messageOf, wrongUsage } from './failure';
import { helpFor, helpForAll } from './help';
import { serve } from './serve';
import { status } from './status';
import type { OptionValues, Surroundings, Verb } from './verb';

/** Every verb of the command line. */
export const verbs: ReadonlyMap<string, Verb> = new Map([
  ['serve', serve],
  ['status', status],
]);

/** Runs one command line. @returns The exit code; what went wrong has been told in one line. */
export async function dispatch(words: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    await runVerb(words, surroundings);
    return 0;
  } catch (error) {
    const failure =
      error instanceof Failure ? error : new Failure(`${messageOf(error)}. This is a fault; please report it.`);
    surroundings.err(`wirthforge: ${failure.message}`);
    return failure.exitCode;
  }
}

async function runVerb([name, ...rest]: readonly string[], surroundings: Surroundings): Promise<void> {
  if (name === '--help' || name === '-h') {
    surroundings.out(helpForAll(verbs));
    return;
  }
  if (name === '--version') {
    surroundings.out(surroundings.version);
    return;
  }
  const verb = name === undefined ? undefined : verbs.get(name);
  if (name === undefined || !verb)
    throw wrongUsage(
      `${name === undefined ? 'A verb is missing' : `There is no verb ${name}`}: ${[...verbs.keys()].join(', ')}.`,
    );
  const values = readOptions(name, verb, rest);
  if (values['help'] === true) surroundings.out(helpFor(name, verb));
  else await verb.run(values, surroundings);
}

function readOptions(name: string, { options }: Verb, words: string[]): OptionValues {
  const known = Object.fromEntries(Object.entries(options).map(([option, { type }]) => [option, { type }]));
  try {
    const { values } = parseArgs({
      args: words,
      options: { ...known, help: { type: 'boolean', short: 'h' } },
      strict: true,
      allowPositionals: false,
    });
    return values;
  } catch (error) {
    throw wrongUsage(messageOf(error), name);
  }
}

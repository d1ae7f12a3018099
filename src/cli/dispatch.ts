import { parseArgs } from 'node:util';
import { messageOf } from '../protocol/messageOf';
import { isClosedPipe } from './closedPipe';
import { Failure, wrongUsage } from './failure';
import { helpFor, helpForAll } from './help';
import { migrateConfig } from './migrateConfig';
import { query } from './query';
import { serve } from './serve';
import { status } from './status';
import { backup, restore } from './store/backup';
import { exportData } from './store/export';
import { list } from './store/list';
import { maintenance } from './store/maintenance';
import { memoryCheck } from './store/memoryCheck';
import { purge } from './store/purge';
import { replay } from './store/replay';
import { testAlerts } from './store/testAlerts';
import { validate } from './store/validate';
import type { OptionValues, Positional, Surroundings, Verb } from './verb';

/** Every verb of the command line. */
export const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['serve', serve],
  ['status', status],
  ['query', query],
  ['list', list],
  ['export', exportData],
  ['backup', backup],
  ['restore', restore],
  ['validate', validate],
  ['replay', replay],
  ['purge', purge],
  ['maintenance', maintenance],
  ['test-alerts', testAlerts],
  ['memory-check', memoryCheck],
  ['migrate-config', migrateConfig],
]);

/** Runs one command line. @returns The exit code; what went wrong has been told in one line. */
export async function dispatch(words: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    await runVerb(words, surroundings);
    return 0;
  } catch (error) {
    // Whoever reads has seen enough, as `head` does.
    if (isClosedPipe(error)) return 0;
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
  const values = readWords(name, verb, rest);
  if (values['help'] === true) surroundings.out(helpFor(name, verb));
  else await verb.run(values, surroundings);
}

function readWords(name: string, { options, positionals = [] }: Verb, words: string[]): OptionValues {
  const known = Object.fromEntries(Object.entries(options).map(([option, { type }]) => [option, { type }]));
  try {
    const parsed = parseArgs({
      args: withTimesAgo(words),
      options: { ...known, help: { type: 'boolean', short: 'h' } },
      strict: true,
      allowPositionals: positionals.length > 0,
    });
    if (parsed.values['help'] === true) return parsed.values;
    return { ...parsed.values, ...named(positionals, parsed.positionals) };
  } catch (error) {
    throw wrongUsage(messageOf(error), name);
  }
}

/** A time ago such as `-24h` begins with a dash, and would be taken for an option of its own. */
function withTimesAgo(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const option = joined.at(-1);
    if (/^-\d/.test(word) && option !== undefined && /^--[^=]+$/.test(option)) joined.push(`${joined.pop()!}=${word}`);
    else joined.push(word);
  }
  return joined;
}

/** @throws Error when a word is missing or too many are given. */
function named(expected: readonly Positional[], words: readonly string[]): OptionValues {
  const missing = expected.find(({ isOptional }, i) => isOptional !== true && (words[i] ?? '') === '');
  if (missing) throw new Error(`${missing.name} is missing: ${missing.meaning}.`);
  const surplus = words[expected.length];
  if (surplus !== undefined) throw new Error(`There is one word too many: ${surplus}.`);
  return Object.fromEntries(expected.map(({ name }, i) => [name, words[i]]));
}

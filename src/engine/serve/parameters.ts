import { metricPattern } from './metricPattern';
import { badRequest } from './refusal';

/** The last moment that a date can name, ms since 1970. */
const endOfTime = 8.64e15;
const longestStepMs = 86_400_000;

/** What a request asked for, each taken once and checked; what nobody takes is refused. */
export class Parameters {
  constructor(private readonly given: ReadonlyMap<string, string>) {}

  /** @throws Refusal 400 when something else is given: a misspelt parameter would quietly change the answer. */
  only(...names: readonly string[]): void {
    for (const name of this.given.keys())
      if (!names.includes(name))
        throw badRequest(
          names.length === 0
            ? 'This path takes no parameters.'
            : `One of the parameters is unknown here. This path takes ${names.join(', ')}.`,
        );
  }

  /** A metric name in which `*` stands for any characters; `fallback` when none is given. */
  pattern(fallback?: string): string {
    const given = this.given.get('metric') ?? fallback;
    if (given === undefined)
      throw badRequest('The parameter metric is missing: a metric such as system.cpu_percent, or a pattern, system.*.');
    return metricPattern(given);
  }

  /** What was given, as it is. */
  text(name: string): string | undefined {
    return this.given.get(name);
  }

  /** Milliseconds since 1970. */
  time(name: 'from' | 'to' | 'before', fallback: number): number {
    const given = this.given.get(name);
    return given === undefined ? fallback : whole(name, given, 0, endOfTime, 'ms since 1970');
  }

  /** Length of a step in ms; undefined when none is given. */
  step(): number | undefined {
    const given = this.given.get('step');
    if (given === undefined) return undefined;
    return whole('step', given, 1, longestStepMs, 'ms; leave it out to get every sample');
  }

  /** The most entries of a list, from 1 to `most`. */
  limit(fallback: number, most: number): number {
    const given = this.given.get('limit');
    return given === undefined ? fallback : whole('limit', given, 1, most, 'entries');
  }

  /** One of some words. */
  choice<T extends string>(name: string, choices: readonly T[], fallback?: T): T {
    const given = this.given.get(name) ?? fallback;
    const found = choices.find((choice) => choice === given);
    if (found !== undefined) return found;
    throw badRequest(
      `${name} is ${given === undefined ? 'missing' : 'unknown'}. It takes one of ${choices.join(', ')}.`,
    );
  }
}

function whole(name: string, text: string, least: number, most: number, unit: string): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw badRequest(`${name} takes a whole number from ${least} to ${most} (${unit}).`);
}

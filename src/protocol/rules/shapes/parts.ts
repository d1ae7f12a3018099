import * as v from 'valibot';
import { limits } from '../limits';
import { severities } from '../rule';

// Each message says what would be right, for a sentence such as `"for" takes …; got …`.

export const name = (what: string, form: RegExp): v.GenericSchema<string, string> =>
  v.pipe(v.string(what), v.regex(form, what));

export const words = (what: string): v.GenericSchema<string, string> => {
  const all = `${what} of at most ${limits.words} characters`;
  return v.pipe(v.string(all), v.maxLength(limits.words, all));
};

export const real = (least: number, most: number): v.GenericSchema<number, number> => {
  const all = `a number from ${least} to ${most}`;
  return v.pipe(v.number(all), v.minValue(least, all), v.maxValue(most, all));
};

export const whole = (least: number, most: number): v.GenericSchema<number, number> => {
  const all = `a whole number from ${least} to ${most}`;
  return v.pipe(v.number(all), v.integer(all), v.minValue(least, all), v.maxValue(most, all));
};

export const oneOf = <const T extends readonly string[]>(options: T): v.PicklistSchema<T, string> =>
  v.picklist(options, `one of ${options.map((option) => `"${option}"`).join(', ')}`);

export const ruleId = name(
  'a name of 1 to 128 letters, digits, dots, dashes and underscores',
  // Names that tables of JSON cannot safely have are the store's to refuse, so that no alert may have one.
  /^(?!(?:__proto__|prototype|constructor)$)[A-Za-z0-9._-]{1,128}$/,
);
export const metric = name(
  'the name of a metric such as "system.cpu_percent", with * for any part',
  /^[A-Za-z0-9_*.-]{1,128}$/,
);
export const setting = name('the name of a setting such as "agents.dailyTokenBudget"', /^[A-Za-z0-9.]{1,128}$/);

export const labels = v.pipe(
  v.record(
    name('names of at most 128 letters, digits, dots, dashes and underscores', /^[A-Za-z0-9_.-]{1,128}$/),
    v.pipe(v.string('text in quotes'), v.maxLength(limits.name, `text of at most ${limits.name} characters`)),
    'an object of labels such as {"mount": "/home*"}',
  ),
  v.maxEntries(limits.labels, `at most ${limits.labels} labels`),
);

/** Ours, and what other monitors call them. */
export const severityWords = [...severities, 'low', 'medium', 'high'] as const;
export const severity = oneOf(severityWords);

import * as v from 'valibot';
import { name, oneOf, wordsOf } from '../../text/valueShapes';
import { limits } from '../limits';
import { severities } from '../rule';

export const words = (what: string): v.GenericSchema<string, string> => wordsOf(what, limits.words);

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

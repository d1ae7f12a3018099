import * as v from 'valibot';

// Each message says what would be right, for a sentence such as `"for" takes …; got …`.

export const name = (what: string, form: RegExp): v.GenericSchema<string, string> =>
  v.pipe(v.string(what), v.regex(form, what));

/** @param most UTF-16 units. */
export const wordsOf = (what: string, most: number): v.GenericSchema<string, string> => {
  const all = `${what} of at most ${most} characters`;
  return v.pipe(v.string(all), v.maxLength(most, all));
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

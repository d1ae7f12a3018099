import * as v from 'valibot';

/** Names and ids: of models, alerts, components. */
export const nameCharacters = 256;

/** A text of at most so many characters. */
export const text = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(most));

/** An object whose unknown keys are left out. */
export const shape = <const E extends v.ObjectEntries>(
  entries: E,
): v.SchemaWithPipe<
  readonly [v.ObjectSchema<E, undefined>, v.ReadonlyAction<v.InferOutput<v.ObjectSchema<E, undefined>>>]
> => v.pipe(v.object(entries), v.readonly());

/** Values of one kind by name, at most so many. */
export const table = <T>(
  value: v.GenericSchema<unknown, T>,
  most: number,
): v.GenericSchema<unknown, Readonly<Record<string, T>>> =>
  v.pipe(v.unknown(), v.record(text(nameCharacters), value), v.maxEntries(most), v.readonly());

/** What tells series of one metric apart. */
export const labels = table(text(512), 8);

/** A list of at most so many entries. */
export const list = <const S extends v.GenericSchema>(
  entry: S,
  most: number,
): v.GenericSchema<unknown, readonly v.InferOutput<S>[]> => v.pipe(v.array(entry), v.maxLength(most), v.readonly());

/** Beyond this nothing that is measured here means anything. */
const largest = 1e15;

export const real = v.pipe(v.number(), v.finite(), v.minValue(-largest), v.maxValue(largest));
export const amount = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(largest));
export const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(largest));
/** What many of them come to. */
export const sum = v.pipe(v.number(), v.finite());
export const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Names that tables of JSON cannot safely have. */
const unsafeNames: readonly string[] = ['__proto__', 'prototype', 'constructor'];
export const name = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(nameCharacters),
  v.check((own) => !unsafeNames.includes(own), 'another name'),
);
export const sentence = text(1024);

/** `runtime/model`. The slash keeps every model's name apart from what a table says of all others together. */
export const modelId = v.pipe(name, v.includes('/'));

/** Such as Europe/Berlin. */
export const timeZone = v.pipe(text(64), v.check(isTimeZone, 'a time zone'));

export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

import * as v from 'valibot';

/** A text of at most so many characters. */
export const text = (length: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(length));

/** A list of at most so many entries. */
export const list = <const S extends v.GenericSchema>(
  schema: S,
  length: number,
): v.GenericSchema<unknown, readonly v.InferOutput<S>[]> => v.pipe(v.array(schema), v.maxLength(length), v.readonly());

/** A finite number that is not negative. */
export const count = v.pipe(v.number(), v.finite(), v.minValue(0));
export const share = v.pipe(count, v.maxValue(1));
export const name = text(256);
export const sentence = text(4096);
export const quality = v.picklist(['measured', 'estimated', 'unavailable']);

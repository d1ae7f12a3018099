import type * as v from 'valibot';

/** The shape of a value inside another shape; undefined where that says nothing about it. */
export function shapeAt(shape: v.GenericSchema, path: readonly unknown[]): v.GenericSchema | undefined {
  let at: v.GenericSchema | undefined = unwrapped(shape);
  for (const step of path) {
    at =
      at === undefined
        ? undefined
        : typeof step === 'number'
          ? itemOf(at)
          : (entriesOf(at)?.[String(step)] ?? valuesOf(at));
    if (at !== undefined) at = unwrapped(at);
  }
  return at;
}

/** Keys and shapes of an object; undefined where a shape is none. */
export function entriesOf(shape: v.GenericSchema): Readonly<Record<string, v.GenericSchema>> | undefined {
  return (shape as { entries?: Record<string, v.GenericSchema> }).entries;
}

/** What a value may be, where it is one of a few words. */
export function optionsOf(shape: v.GenericSchema): readonly string[] {
  return shape.type === 'picklist' ? (shape as v.PicklistSchema<readonly string[], undefined>).options : [];
}

/** What a shape takes, in words; undefined where it does not say. */
export function phraseOf(shape: v.GenericSchema): string | undefined {
  const { message } = shape as { message?: unknown };
  return typeof message === 'string' ? message : undefined;
}

function unwrapped(shape: v.GenericSchema): v.GenericSchema {
  return (shape as { wrapped?: v.GenericSchema }).wrapped ?? shape;
}

const itemOf = (shape: v.GenericSchema): v.GenericSchema | undefined => (shape as { item?: v.GenericSchema }).item;
const valuesOf = (shape: v.GenericSchema): v.GenericSchema | undefined => (shape as { value?: v.GenericSchema }).value;

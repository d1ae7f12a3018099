/** A place in a JSON document: what is wanted below it, or that it is wanted itself. */
export interface JsonPlace {
  /** The path, where the value at this place is wanted. */
  readonly path?: string;
  readonly keys: ReadonlyMap<string, JsonPlace>;
  /** Any item of an array. */
  readonly item: JsonPlace | undefined;
}

interface Draft {
  path?: string;
  readonly keys: Map<string, Draft>;
  item: Draft | undefined;
}

const draft = (): Draft => ({ keys: new Map(), item: undefined });

/**
 * Joins paths as `choices[].logprobs.content[]`. Where one leads on below another, containers there are looked into, and
 * anything else is wanted itself.
 */
export function placesOf(paths: readonly string[]): JsonPlace {
  const root = draft();
  for (const path of paths) {
    let place = root;
    for (const step of path.split(/(?=\[])|\./)) {
      if (step === '[]') place = place.item ??= draft();
      else {
        const next = place.keys.get(step) ?? draft();
        place.keys.set(step, next);
        place = next;
      }
    }
    place.path = path;
  }
  return root;
}

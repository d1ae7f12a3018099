/**
 * What a route answers: a small JSON body at once, or the pieces of a large one. Pieces are made one after another while
 * they are sent; an empty one only gives the thread free. Before the first that is not, a `Refusal` may be thrown.
 */
export type Answer = { readonly body: object; readonly status?: number } | { readonly pieces: Iterator<string> };

/** `head` as JSON with a list `series` at its end, one piece for each entry. */
export function* seriesPieces<T>(
  head: object,
  entries: Iterable<T>,
  piecesOf: (entry: T) => Iterable<string>,
): Generator<string> {
  yield `${openObject(head)}"series":[`;
  let separator = '';
  for (const entry of entries) {
    yield separator;
    yield* piecesOf(entry);
    separator = ',';
  }
  yield ']}';
}

/** The JSON of an object with members, up to where one more can follow. */
export function openObject(members: object): string {
  return `${JSON.stringify(members).slice(0, -1)},`;
}

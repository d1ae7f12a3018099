/** An answer that can be sent: a small JSON body at once, or the pieces of a large one. */
export type ReadyAnswer =
  | { readonly body: object; readonly status?: number }
  /**
   * Made one after another while they are sent; an empty one only gives the thread free. Before the first that is not,
   * a `Refusal` may be thrown. JSON where no other `contentType` is named.
   */
  | { readonly pieces: Iterator<string>; readonly contentType?: string };

/** What a route answers: at once, or after it was worked out elsewhere; `gone` aborts when nobody waits any more. */
export type Answer = ReadyAnswer | { readonly later: (gone: AbortSignal) => Promise<ReadyAnswer> };

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

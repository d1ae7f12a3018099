/** What an error says; anything else that was thrown, as text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The same with where it was thrown, for a log. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The same without its full stop, for a sentence that goes on. */
export function clauseOf(error: unknown): string {
  return messageOf(error).replace(/\.$/, '');
}

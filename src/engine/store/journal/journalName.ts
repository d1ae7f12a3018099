/** Where a journal stands among all: a new epoch with each start of an engine, a new sequence with each rotation. */
export interface JournalId {
  readonly epoch: number;
  readonly sequence: number;
}

export const mostSequence = 999_999;
const shape = /^(\d{8})-(\d{6})\.journal$/;

/** Name of a journal's file inside the folder `journal`. */
export function journalName({ epoch, sequence }: JournalId): string {
  return `${String(epoch).padStart(8, '0')}-${String(sequence).padStart(6, '0')}.journal`;
}

/** What a name says, or undefined when it is no journal's. */
export function parseJournalName(name: string): JournalId | undefined {
  const match = shape.exec(name);
  return match ? { epoch: Number(match[1]), sequence: Number(match[2]) } : undefined;
}

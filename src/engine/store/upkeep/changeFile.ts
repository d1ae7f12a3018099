import * as v from 'valibot';

/** One atomic change of the data folder: all of `add` appears and all of `remove` is gone, or nothing happened. */
export interface FolderChange {
  /** Of the one who changes the folder. */
  readonly epoch: number;
  /** Told apart from other changes of this epoch that are not finished. */
  readonly number: number;
  /** New segments: file names, without a folder. */
  readonly add: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Paths inside the data folder with `/`: segments and journals. Those that are gone already do no harm. */
  readonly remove: readonly string[];
}

/** What a change file says is to be done. */
export interface ChangeNote {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export const changeEnding = '.change';
const stagedEnding = '.staged';
export const temporaryEnding = '.tmp';

/** More than a year of segments, taken away at once. */
export const mostChangeBytes = 4 * 1024 * 1024;
const mostFiles = 50_000;

/** Names have no slash and begin with a letter or digit, so no path leads out of the data folder. */
const added = v.pipe(v.string(), v.maxLength(200), v.regex(/^[0-9A-Za-z][0-9A-Za-z.-]*\.db$/));
const removed = v.pipe(v.string(), v.maxLength(200), v.regex(/^(?:journal|segments)\/[0-9A-Za-z][0-9A-Za-z.-]*$/));

const schema = v.object({
  add: v.pipe(v.array(added), v.maxLength(mostFiles)),
  remove: v.pipe(v.array(removed), v.maxLength(mostFiles)),
});

/** @throws Error when a name would lead anywhere but into the folders of journals and segments. */
export function formatChange({ add, remove }: FolderChange): Uint8Array {
  const names = add.map(({ name }) => name);
  const kept = new Set(names.map((name) => `segments/${name}`));
  // A rewritten file with the same content has the same name; it stays.
  const note: ChangeNote = { add: names, remove: remove.filter((file) => !kept.has(file)) };
  const parsed = v.safeParse(schema, note);
  if (!parsed.success) throw new Error(`A change of the data folder names a file that is not the store's own.`);
  return Buffer.from(JSON.stringify(parsed.output));
}

/** What a change file says; undefined when it is damaged. */
export function parseChange(bytes: Uint8Array): ChangeNote | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(Buffer.from(bytes).toString('utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    // Not JSON is one more way of being damaged.
    return undefined;
  }
}

/**
 * Where a new segment waits for its name. The epoch is part of it, since whoever led before may be about to make the
 * same segment, and neither may touch what the other writes.
 */
export function stagedName(name: string, epoch: number): string {
  return `${name}.${String(epoch).padStart(8, '0')}${stagedEnding}`;
}

export function isStaged(name: string): boolean {
  return name.endsWith(stagedEnding);
}

/** A name without what says that it waits, or was set aside. */
export function lastingName(name: string): string {
  return name.replace(/\.(?:\d{8,15}\.staged|corrupt)$/, '');
}

/** Its file name in the folder of segments. */
export function changeName(epoch: number, number: number): string {
  return `${String(epoch).padStart(8, '0')}-${String(number)}${changeEnding}`;
}

/** The epoch in the name of a change file or of one not committed; undefined for other names. */
export function epochOfChange(name: string): number | undefined {
  const match = /^(\d{8,15})-\d{1,15}\.change(?:\.tmp)?$/.exec(name);
  return match ? Number(match[1]) : undefined;
}

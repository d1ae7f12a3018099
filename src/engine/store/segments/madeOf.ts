import { BadValue } from './badValue';

/** First and last sequence of journals that follow each other, both included. */
type Run = readonly [first: number, last: number];

/** Which journals a segment was made of: by session, their sequences. */
export class MadeOf {
  private readonly sessions = new Map<string, Run[]>();

  /** @throws BadValue when the text is none that `toText` wrote. */
  static parse(text: string): MadeOf {
    const madeOf = new MadeOf();
    for (const [session, runs] of entriesOf(text)) {
      if (!Array.isArray(runs) || !runs.every(isRun)) throw new BadValue('its table meta does not list its journals');
      for (const run of runs) madeOf.addRun(session, run);
    }
    return madeOf;
  }

  add(session: string, sequence: number): void {
    this.addRun(session, [sequence, sequence]);
  }

  /** Takes over those of another segment. @param isKept Of sessions that are left out nothing is. */
  addAll({ sessions }: MadeOf, isKept: (session: string) => boolean): void {
    for (const [session, runs] of sessions) if (isKept(session)) for (const run of runs) this.addRun(session, run);
  }

  has(session: string, sequence: number): boolean {
    return (this.sessions.get(session) ?? []).some(([first, last]) => first <= sequence && sequence <= last);
  }

  toText(): string {
    return JSON.stringify(Object.fromEntries([...this.sessions].sort(([a], [b]) => (a < b ? -1 : 1))));
  }

  private addRun(session: string, run: Run): void {
    const joined: Run[] = [];
    for (const [first, last] of [...(this.sessions.get(session) ?? []), run].sort(([a], [b]) => a - b)) {
      const before = joined.at(-1);
      if (before && first <= before[1] + 1) joined[joined.length - 1] = [before[0], Math.max(before[1], last)];
      else joined.push([first, last]);
    }
    this.sessions.set(session, joined);
  }
}

function entriesOf(text: string): [string, unknown][] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  } catch {
    // Not JSON is one more way of not being a list.
  }
  throw new BadValue('its table meta does not list its journals');
}

function isRun(value: unknown): value is Run {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [first, last] = value as unknown[];
  return Number.isSafeInteger(first) && Number.isSafeInteger(last) && Number(first) <= Number(last);
}

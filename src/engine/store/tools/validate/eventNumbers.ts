import type { StoreEvent } from '../../events/storeEvent';
import type { Problems } from './problems';

interface Numbers {
  /** As they were met. */
  readonly seen: number[];
  /** File of the first of them. */
  readonly file: string;
}

/** Whether the events of every session are numbered without a gap and none is there twice. */
export class EventNumbers {
  private readonly sessions = new Map<string, Numbers>();
  count = 0;

  add(file: string, { session, sequence }: StoreEvent): void {
    this.count++;
    const known = this.sessions.get(session);
    if (known) known.seen.push(sequence);
    else this.sessions.set(session, { seen: [sequence], file });
  }

  /** The first events of a session may be gone for their age; in the middle none may be missing. */
  report(problems: Problems): void {
    for (const [session, { seen, file }] of this.sessions) {
      const sorted = Float64Array.from(seen).sort();
      let [missing, twice] = [0, 0];
      for (let i = 1; i < sorted.length; i++) {
        const step = sorted[i]! - sorted[i - 1]!;
        if (step === 0) twice++;
        else missing += step - 1;
      }
      if (missing > 0)
        problems.loss(
          file,
          `${missing} events of session ${session} are missing between others: a file was lost, or they came faster than they could be written. Replay and totals of this session are short of them; a backup may hold them.`,
        );
      if (twice > 0)
        problems.loss(
          file,
          `${twice} events of session ${session} are there twice, so that its totals count them twice. Please report it; a backup from before it happened is right.`,
        );
    }
  }
}

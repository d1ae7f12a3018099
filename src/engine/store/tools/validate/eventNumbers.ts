import { isAddedEnd } from '../../events/addedEnd';
import type { StoreEvent } from '../../events/storeEvent';
import type { Problems } from './problems';

interface Numbers {
  /** As they were met. */
  readonly seen: number[];
  /** File of the first of them. */
  readonly file: string;
  /** Of the end that the next session wrote down, 0 where it did not: it makes room for events that turn up later. */
  addedEnd: number;
}

/** Whether the events of every session are numbered without a gap and none is there twice. */
export class EventNumbers {
  private readonly sessions = new Map<string, Numbers>();
  count = 0;

  add(file: string, event: StoreEvent): void {
    const { session, sequence } = event;
    this.count++;
    let known = this.sessions.get(session);
    if (!known) this.sessions.set(session, (known = { seen: [], file, addedEnd: 0 }));
    if (isAddedEnd(event)) known.addedEnd = Math.max(known.addedEnd, sequence);
    else known.seen.push(sequence);
  }

  /** The first events of a session may be gone for their age; in the middle none may be missing. */
  report(problems: Problems): void {
    for (const [session, { seen, file, addedEnd }] of this.sessions) {
      const last = seen.reduce((highest, sequence) => Math.max(highest, sequence), 0);
      const sorted = Float64Array.from(addedEnd > last ? [...seen, addedEnd] : seen).sort();
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

/** One slot of a runtime at work on a task. */
export interface BusySlot {
  readonly id: number;
  readonly task: number;
  /** Tokens that the task generated so far. */
  readonly generated: number;
  /** Prompt tokens that the task evaluated so far. */
  readonly evaluated: number;
}

/** What a look at the slots says about one direction, in tokens. */
export interface SlotDelta {
  /** Made since the last look. */
  grown: number;
  /** Held by tasks that are still making them. */
  underWay: number;
  /** Held by tasks that stopped making them since the last look. */
  justEnded: number;
}

/** Remembers what each slot showed, to tell growth of a task from the start of another. */
export class SlotLedger {
  private seen = new Map<number, BusySlot>();
  readonly generated: SlotDelta = { grown: 0, underWay: 0, justEnded: 0 };
  readonly evaluated: SlotDelta = { grown: 0, underWay: 0, justEnded: 0 };

  /**
   * Fills `generated` and `evaluated`.
   * @param areNew Whether tasks not seen before started after the last look, so that all they made is growth.
   */
  look(slots: readonly BusySlot[], areNew: boolean): void {
    const { generated, evaluated, seen } = this;
    Object.assign(generated, { grown: 0, underWay: 0, justEnded: 0 });
    Object.assign(evaluated, { grown: 0, underWay: 0, justEnded: 0 });
    const now = new Map<number, BusySlot>();
    for (const slot of slots) {
      now.set(slot.id, slot);
      const before = seen.get(slot.id);
      const continued = before !== undefined && continues(before, slot) ? before : undefined;
      if (before && !continued) this.end(before);
      if (continued || areNew) {
        generated.grown += slot.generated - (continued?.generated ?? 0);
        evaluated.grown += slot.evaluated - (continued?.evaluated ?? 0);
      }
      generated.underWay += slot.generated;
      // The first token comes with the end of the prompt, and with it the prompt goes into the runtime's counter.
      if (slot.generated === 0) evaluated.underWay += slot.evaluated;
      else if (!continued || continued.generated === 0) evaluated.justEnded += slot.evaluated;
    }
    for (const [id, before] of seen) if (!now.has(id)) this.end(before);
    this.seen = now;
  }

  clear(): void {
    this.seen.clear();
  }

  private end(task: BusySlot): void {
    this.generated.justEnded += task.generated;
    if (task.generated === 0) this.evaluated.justEnded += task.evaluated;
  }
}

/** Counts of a task never fall: where they do, the runtime restarted and gave the same number to another task. */
function continues(before: BusySlot, now: BusySlot): boolean {
  return before.task === now.task && now.generated >= before.generated && now.evaluated >= before.evaluated;
}

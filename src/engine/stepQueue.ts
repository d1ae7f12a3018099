/** Runs steps such as starts and stops one after another, in the order in which they were asked for. */
export class StepQueue {
  private last: Promise<void> = Promise.resolve();

  /** @param failed Told of a step that threw; those after it run all the same. */
  constructor(private readonly failed: (error: unknown) => void) {}

  /** Ends when the step has; never rejects. */
  run(step: () => Promise<void>): Promise<void> {
    this.last = this.last.then(step).catch(this.failed);
    return this.last;
  }
}

import type { Mount } from './mount';

/** Asks mounts one after another, so that one that hangs holds a single thread of Node's pool and no more. */
export class MountLane {
  private queue: Mount[] = [];
  private asking: Mount | undefined;

  constructor(private readonly ask: (mount: Mount) => Promise<void>) {}

  /** The mount that has not answered yet, and those that wait for their turn behind it. */
  get stuck(): readonly Mount[] {
    return this.asking ? [this.asking, ...this.queue] : [];
  }

  /** Resolves when all have answered. While a mount of an earlier run has not answered, nothing more is asked. */
  async run(mounts: readonly Mount[]): Promise<void> {
    if (this.asking) return;
    this.queue = [...mounts];
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      this.asking = next;
      await this.ask(next);
      this.asking = undefined;
    }
  }

  /** Asks no more after the one that is being asked. */
  stop(): void {
    this.queue = [];
  }
}

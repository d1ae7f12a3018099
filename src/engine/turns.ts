/** Lets so many pieces of work run at a time; what is more waits for its turn, in the order in which it came. */
export class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  /** Does the work when its turn has come. @throws what the work throws. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    // Whoever ends hands its place on, so nobody who comes just then can slip in before those who wait.
    if (this.running < this.most) this.running++;
    else await new Promise<void>((go) => this.waiting.push(go));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}

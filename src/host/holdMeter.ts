/** How long this extension kept the extension host's thread, which belongs to the user's typing. */
export class HoldMeter {
  private messages = 0;
  private totalMs = 0;
  /** The longest single hold, ms. */
  longestMs = 0;
  /** What the longest hold was for. */
  longestFor = '';

  /** Runs what a message of the engine asks for and takes its time. */
  run(what: string, work: () => void): void {
    const began = performance.now();
    work();
    const ms = performance.now() - began;
    this.messages++;
    this.totalMs += ms;
    if (ms <= this.longestMs) return;
    this.longestMs = ms;
    this.longestFor = what;
  }

  /** Mean hold, ms; 0 before the first. */
  get meanMs(): number {
    return this.messages === 0 ? 0 : this.totalMs / this.messages;
  }

  get count(): number {
    return this.messages;
  }
}

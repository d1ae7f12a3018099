import type { PageTime } from '../../shared/frameLoop';

const retriesMs = [5000, 10_000, 20_000, 40_000, 60_000] as const;

/** Puts a question and returns how to withdraw it. */
export type Ask<A> = (answered: (answer: A) => void, failed: (reason: string) => void) => () => void;

/**
 * Asks for one thing at a time. Another wish takes the place of the one before, whose answer is heard no more; one that
 * failed is asked again, later and later. A hidden page asks nothing.
 */
export class Asker<A> {
  private openKey: string | undefined;
  private failedKey: string | undefined;
  private withdraw: (() => void) | undefined;
  private retryAt = -Infinity;
  private timer: number | undefined;
  private reason: string | undefined;
  private failed = 0;

  /** @param changed Called when there is something else to show or to ask. */
  constructor(
    private readonly time: PageTime,
    private readonly changed: () => void,
  ) {}

  /** Why the newest question has no answer, for people; undefined while there is nothing wrong. */
  get problem(): string | undefined {
    return this.reason;
  }

  /** How often the question of now was asked without success. */
  get failures(): number {
    return this.failed;
  }

  get isOpen(): boolean {
    return this.openKey !== undefined;
  }

  isAsking(key: string): boolean {
    return key === this.openKey;
  }

  /** Asks unless just this is asked already, or it is too early to ask again. @param key Names the wish. */
  want(key: string, ask: Ask<A>, take: (answer: A) => void): void {
    if (key === this.openKey || !this.time.isVisible()) return;
    if (key !== this.failedKey) this.forgive();
    else if (this.time.now() < this.retryAt) {
      this.wait(this.retryAt - this.time.now());
      return;
    }
    this.stop();
    this.openKey = key;
    this.withdraw = ask(
      (answer) => {
        this.openKey = undefined;
        this.forgive();
        take(answer);
        this.changed();
      },
      (reason) => {
        this.openKey = undefined;
        this.fail(key, reason);
      },
    );
  }

  /** Says that nothing is wanted any more. */
  rest(): void {
    this.forgive();
    this.stop();
  }

  /** Asks again at once what failed. */
  retry(): void {
    this.rest();
    this.changed();
  }

  /** Withdraws what is open and waits for nothing, as for a page that is hidden; what is wanted then is asked anew. */
  stop(): void {
    this.withdraw?.();
    this.withdraw = undefined;
    this.openKey = undefined;
    if (this.timer !== undefined) this.time.stopTimer(this.timer);
    this.timer = undefined;
  }

  private fail(key: string, reason: string): void {
    this.failedKey = key;
    this.reason = reason;
    this.retryAt = this.time.now() + (retriesMs[this.failed] ?? retriesMs[retriesMs.length - 1]!);
    this.failed++;
    this.changed();
  }

  private forgive(): void {
    this.failedKey = undefined;
    this.reason = undefined;
    this.failed = 0;
    this.retryAt = -Infinity;
  }

  private wait(ms: number): void {
    this.timer ??= this.time.startTimer(() => {
      this.timer = undefined;
      this.changed();
    }, ms);
  }
}

import type { BoundInstance } from '../bind/boundInstance';

/** How fast what a look usually takes follows what looks take now. */
const follow = 1 / 8;
/** What is kept free for looks that take longer than usual is given up at this rate a look. */
const calm = 0.999;
/** At the most this share of a budget is kept free for them: a pause of the whole process says nothing about looks. */
const mostSpare = 1 / 8;

/** The time that one look at many instances may take: says before each of them whether it still fits. */
export class Turn {
  /** Instances that were looked at. */
  looked = 0;
  private began = 0;
  private tookMs = 0;
  private budgetMs = 0;
  /** By how much looks took longer than they usually do, ms. */
  private excessMs = 0;

  /** @param elapsed A clock that only goes forward, ms. */
  constructor(private readonly elapsed: () => number) {}

  /** @param budgetMs From now on. */
  start(budgetMs: number): void {
    this.began = this.elapsed();
    this.tookMs = 0;
    this.budgetMs = budgetMs;
    this.looked = 0;
  }

  /** Counts what was done beside looks, too. @returns time since `start`, ms. */
  stop(): number {
    return (this.tookMs = this.elapsed() - this.began);
  }

  /** Whether the instance can be expected to be looked at within the budget. The first one always has its turn. */
  fits({ usualMs }: BoundInstance): boolean {
    if (this.looked === 0) return true;
    const left = this.budgetMs - this.tookMs;
    return left > 0 && usualMs + Math.min(this.excessMs, this.budgetMs * mostSpare) <= left;
  }

  /** Counts a look that ended now. */
  ended(bound: BoundInstance): void {
    const before = this.tookMs;
    this.stop();
    const took = this.tookMs - before;
    const { usualMs } = bound;
    this.excessMs = Math.max(this.excessMs * calm, usualMs > 0 ? took - usualMs : 0);
    bound.usualMs = usualMs > 0 ? usualMs + (took - usualMs) * follow : took;
    this.looked++;
  }
}

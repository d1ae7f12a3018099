import { limits } from '../limits';
import type { RuleProblem } from '../ruleFile';
import { Places } from './places';

/** A stretch of the text, in UTF-16 units. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** Collects what is wrong with a rule file, each with its place. */
export class Problems {
  private readonly told: RuleProblem[] = [];
  private untold = 0;
  private readonly places: Places;

  constructor(text: string) {
    this.places = new Places(text);
  }

  add(weight: RuleProblem['weight'], { offset, length }: Span, message: string, rule?: string): void {
    if (this.told.length >= limits.problems) {
      this.untold++;
      return;
    }
    const place = { offset, length, ...this.places.of(offset) };
    this.told.push({ weight, message, ...(rule === undefined ? {} : { rule }), ...place });
  }

  /** Whether more would not be told, so that words for them need not be found. */
  get isFull(): boolean {
    return this.told.length >= limits.problems;
  }

  lineOf(offset: number): number {
    return this.places.of(offset).line;
  }

  /** By their place in the text. */
  list(): readonly RuleProblem[] {
    const list = this.told.toSorted((a, b) => a.offset - b.offset);
    const last = list.at(-1);
    if (this.untold === 0 || last === undefined) return list;
    const message = `There are ${this.untold} more problems. They are told once these are mended.`;
    return [...list, { ...last, weight: 'error', message }];
  }
}

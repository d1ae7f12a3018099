import { Places } from './places';

/** A stretch of a text, in UTF-16 units. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** Something about a user's file that its writer should know. */
export interface Problem extends Span {
  /** `error`: a part of it is not in force. `warning`: all is, but perhaps not as meant. */
  readonly weight: 'error' | 'warning';
  /** What is wrong, what it means and what would be right, for people. */
  readonly message: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** Takes what is wrong with one part of a file. */
export interface ProblemScope {
  error(span: Span, message: string): void;
  /** @param message Called only if the words are wanted, since looking for them may take time. */
  warning(span: Span, message: () => string): void;
}

/** Collects what is wrong with a file, each with its place, and with the part that it belongs to. */
export class Problems<Owner extends object> {
  private readonly told: (Problem & Partial<Owner>)[] = [];
  private untold = 0;
  private readonly places: Places;

  /** @param most Problems that are told; how many more there are is said. */
  constructor(
    text: string,
    private readonly most: number,
  ) {
    this.places = new Places(text);
  }

  add(weight: Problem['weight'], { offset, length }: Span, message: string, owner?: Owner): void {
    if (this.isFull) {
      this.untold++;
      return;
    }
    const place = { offset, length, ...this.places.of(offset) };
    this.told.push({ weight, message, ...(owner as Partial<Owner>), ...place });
  }

  /** Whether more would not be told, so that words for them need not be found. */
  get isFull(): boolean {
    return this.told.length >= this.most;
  }

  lineOf(offset: number): number {
    return this.places.of(offset).line;
  }

  /** By their place in the text. */
  list(): readonly (Problem & Partial<Owner>)[] {
    const list = this.told.toSorted((a, b) => a.offset - b.offset);
    const last = list.at(-1);
    if (this.untold === 0 || last === undefined) return list;
    const message = `There are ${this.untold} more problems. They are told once these are mended.`;
    return [...list, { ...last, weight: 'error', message }];
  }
}

import type { TokenCounts } from '../../models/measuredRequest';
import type { EventFacts, NativeTimings } from './dialects/eventFacts';
import { counts } from './dialects/wire';

/** Joins the counts that come with the events of one answer; of each kind the last one holds. */
export class TokenCounting {
  private usage: TokenCounts = {};
  private timings: NativeTimings = {};
  private lateInput: TokenCounts = {};
  private choices = 1;

  add({ usage, timings, lateInput, choice }: EventFacts): void {
    if (usage) this.usage = { ...this.usage, ...usage };
    if (timings) this.timings = { ...this.timings, ...timings };
    if (lateInput) this.lateInput = lateInput;
    if (choice !== undefined && choice >= this.choices) this.choices = choice + 1;
  }

  get hasSeveralChoices(): boolean {
    return this.choices > 1;
  }

  /** Time spent generating as the runtime tells it, ms; NaN where it does not, or tells it of one choice only. */
  get generatedMs(): number {
    return this.hasSeveralChoices ? NaN : (this.timings.generatedMs ?? NaN);
  }

  /**
   * The runtime's counts; undefined when it gave none.
   * @param isWhole Whether all of the answer was generated: before that, counts of the output are not final.
   */
  result(isWhole: boolean): TokenCounts | undefined {
    const { usage, timings, lateInput } = this;
    // Some name the prompt's tokens only at the end, and 0 at the beginning.
    const isLate = !timings.input && !usage.input && lateInput.input !== undefined;
    const input = isLate ? lateInput.input : (timings.input ?? usage.input);
    const cached = isLate ? lateInput.cached : (timings.cached ?? usage.cached);
    const reasoning = isWhole ? (timings.reasoning ?? usage.reasoning) : undefined;
    const result = counts(input, cached, isWhole ? this.output() : undefined, reasoning);
    return Object.keys(result).length > 0 ? result : undefined;
  }

  private output(): number | undefined {
    const { usage, timings } = this;
    if (timings.output === undefined || !this.hasSeveralChoices) return timings.output ?? usage.output;
    // llama-server counts one choice of several, in its timings and in its usage, so that neither is the whole.
    return usage.output !== undefined && usage.output > timings.output ? usage.output : undefined;
  }
}

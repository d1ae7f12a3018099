import { cleanText } from '../../../cleanText';
import { modelName } from '../parse/modelName';
import type { PageNames } from './pageNames';
import type { ScrapedPage } from './scrapedPage';
import { ScrapedModel } from './scrapedModel';

const mostRead = 32;
const mostKept = 128;
const nameCharacters = 120;

/** The models of one runtime, by the names that it gives them. A model that leaves is kept, for its totals go on. */
export class ScrapedModels {
  /** Those on the last page, by the runtime's own names. */
  present: readonly (readonly [raw: string, model: ScrapedModel])[] = [];
  /** How many models the last page held beyond what is read. */
  unread = 0;
  private readonly known = new Map<string, ScrapedModel>();
  private startedAt = NaN;
  private hasLooked = false;

  constructor(private readonly names: PageNames) {}

  /**
   * Takes in a page.
   * @param only The name of the one model that the runtime has, where it is known, for pages that name none.
   * @param at When it had arrived, milliseconds of a monotonic clock.
   */
  take(page: ScrapedPage, only: string | undefined, at: number): void {
    const since = { isRestarted: this.isRestarted(page), areNewFromZero: this.hasLooked };
    const entries = [...page.models];
    const read = entries.slice(0, mostRead);
    this.unread = entries.length - read.length;
    const before = this.present;
    this.present = read.map(([raw, samples]) => {
      const name = raw === '' ? (only ?? '') : raw;
      const model = this.open(name);
      model.take(samples, since, at);
      return [name, model];
    });
    for (const [, model] of before) if (!this.present.some(([, now]) => now === model)) model.pause();
    this.hasLooked = !page.isPartial;
  }

  /** The page was not read for a while. */
  pause(): void {
    for (const model of this.known.values()) model.pause();
  }

  private isRestarted({ startedAt }: ScrapedPage): boolean {
    const isOther = startedAt !== this.startedAt && !Number.isNaN(startedAt) && !Number.isNaN(this.startedAt);
    if (!Number.isNaN(startedAt)) this.startedAt = startedAt;
    return isOther;
  }

  private open(raw: string): ScrapedModel {
    let model = this.known.get(raw);
    if (!model) {
      model = new ScrapedModel(this.freeName(raw), this.names);
      this.known.set(raw, model);
      this.forgetOldest();
    }
    return model;
  }

  /** Two models may differ in their folders only. */
  private freeName(raw: string): string {
    const taken = new Set(Array.from(this.known.values(), ({ name }) => name));
    const name = modelName(raw);
    return taken.has(name) ? cleanText(raw, nameCharacters) || name : name;
  }

  private forgetOldest(): void {
    for (const [raw, model] of this.known) {
      if (this.known.size <= mostKept) return;
      if (!this.present.some(([, now]) => now === model)) this.known.delete(raw);
    }
  }
}

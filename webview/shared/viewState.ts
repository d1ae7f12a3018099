import * as v from 'valibot';
import type { Link } from './link';

/** The stretches of time that can be shown, in ms. */
export const ranges = [
  60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000, 604_800_000, 2_592_000_000,
] as const;
export type Range = (typeof ranges)[number];

/** The longest stretch of which a view is sent every sample, in ms: what the hot ring holds. */
export const longestLiveMs = 300_000;

const mostHidden = 500;

const schema = v.object({
  rangeMs: v.fallback(v.picklist(ranges), 60_000),
  hidden: v.fallback(v.pipe(v.array(v.pipe(v.string(), v.maxLength(2048))), v.maxLength(mostHidden)), []),
  scroll: v.fallback(v.pipe(v.number(), v.finite(), v.minValue(0)), 0),
});

/** What the user chose in this view; it survives a reload of the page. */
export class ViewState {
  private rangeNow: Range;
  private scrollNow: number;
  private readonly hidden: Set<string>;

  constructor(private readonly link: Link) {
    const saved = v.safeParse(schema, link.loadState());
    const { rangeMs, hidden, scroll } = saved.success ? saved.output : v.parse(schema, {});
    this.rangeNow = rangeMs;
    this.scrollNow = scroll;
    this.hidden = new Set(hidden);
  }

  get rangeMs(): Range {
    return this.rangeNow;
  }

  set rangeMs(range: Range) {
    this.rangeNow = range;
    this.save();
  }

  /** How far the page is scrolled, in CSS pixels. */
  get scroll(): number {
    return this.scrollNow;
  }

  set scroll(top: number) {
    this.scrollNow = top;
    this.save();
  }

  isHidden(line: string): boolean {
    return this.hidden.has(line);
  }

  toggle(line: string): void {
    if (!this.hidden.delete(line) && this.hidden.size < mostHidden) this.hidden.add(line);
    this.save();
  }

  private save(): void {
    this.link.saveState({ rangeMs: this.rangeNow, hidden: [...this.hidden], scroll: this.scrollNow });
  }
}

import type { RuleTestReport } from '../../../protocol/alerts';
import type { MetricId } from '../../../protocol/catalogue';
import type { Labels } from '../../../protocol/metric';
import type { Rule } from '../../../protocol/rules/rule';
import type { SettingKey } from '../../../protocol/settings';
import { SeriesRegistry } from '../../metrics/seriesRegistry';
import type { Series } from '../../metrics/series';
import { WindowSlot } from './windowSlot';
import { RollingFigures } from '../../windows/rolling/rollingFigures';
import { Evaluator } from '../evaluate/evaluator';
import type { Finding, Instance } from '../finding';
import { AlertBook } from '../life/alertBook';
import { renderMessage } from '../tell/describer';
import { Firings } from './firings';
import type { SeriesSeconds } from './seconds';

/** Longer than this without any sample, the monitor did not run or the machine slept: nobody looked at the rules then. */
const gapSeconds = 60;
/** Looks at the rules between two breaths. */
const secondsAtOnce = 500;

export interface RuleReplayOptions {
  readonly rules: readonly Rule[];
  readonly setting: (key: SettingKey) => number | undefined;
  readonly cooldownMs: number;
  /** What fired before only fills the windows, ms since 1970. */
  readonly from: number;
}

/** Goes with rules through recorded samples, in the order of time, as the engine would have gone with them. */
export class RuleReplay {
  readonly registry = new SeriesRegistry();
  private readonly slot = new WindowSlot();
  private readonly figures: RollingFigures;
  private readonly evaluator: Evaluator;
  private readonly book: AlertBook;
  private readonly firings = new Map<string, Firings>();
  private seenRevision = -1;
  private fast: readonly Series[] = [];
  private readonly from: number;
  private recordedMs = 0;
  /** Second that was looked at last, s since 1970. */
  private last = NaN;

  constructor({ rules, setting, cooldownMs, from }: RuleReplayOptions) {
    this.from = from;
    for (const rule of rules) this.firings.set(rule.id, new Firings(rule, from));
    const { slot } = this;
    this.figures = new RollingFigures({
      fast: (series) => slot.stats(series),
      newestAt: (series) => slot.newestAt(series),
    });
    this.evaluator = new Evaluator({ figures: this.figures, setting, elapsed: () => 0 });
    this.book = new AlertBook({
      cooldownMs: () => cooldownMs,
      describe: (instance, finding, moment) => ({ message: renderMessage(instance, finding, moment), advice: [] }),
      changed: (change) => this.firings.get(change.alert.rule)?.changed(change),
    });
    this.evaluator.onGone = (instance) => {
      this.book.gone(instance, 'the series is gone', this.last * 1000);
    };
    this.evaluator.setRules(rules);
  }

  series(metric: MetricId, labels: Labels): Series {
    return this.registry.open(metric, labels);
  }

  /**
   * Goes on through a stretch of the past, which follows the one before.
   * @param breathe Called now and then; ends when there is time to go on, or throws to end it.
   */
  async run(past: readonly SeriesSeconds[], breathe: () => Promise<void>): Promise<void> {
    const { figures, slot } = this;
    let looked = 0;
    for (;;) {
      const second = Math.min(...past.map(({ next }) => next));
      if (second === Infinity) return;
      this.passUpTo(second);
      for (const each of past)
        if (each.next === second)
          each.tell((series, at, moments, sketch) => {
            slot.put(series, moments);
            if (figures.wants(series)) figures.secondClosed(series, at, moments, sketch);
          });
      this.look(second);
      if (++looked % secondsAtOnce === 0) await breathe();
    }
  }

  report(from: number, to: number): Omit<RuleTestReport, 'problems'> {
    const waiting = new Map<string, string | undefined>();
    for (const { rule, waitsFor } of this.evaluator.ruleStates()) waiting.set(rule.id, waitsFor);
    const { recordedMs } = this;
    const rules = Array.from(this.firings, ([id, firings]) => firings.result(to, recordedMs, waiting.get(id)));
    return { from, to, recordedMs, rules };
  }

  /** Time goes on where nothing was sampled, unless it is plain that nobody looked. */
  private passUpTo(second: number): void {
    const { last } = this;
    if (second - last <= gapSeconds) for (let at = last + 1; at < second; at++) this.look(at);
  }

  private look(second: number): void {
    const { registry, evaluator, book } = this;
    this.last = second;
    if (second * 1000 >= this.from) this.recordedMs += 1000;
    const now = (second + 1) * 1000;
    this.slot.now = now;
    if (registry.revision !== this.seenRevision) {
      this.seenRevision = registry.revision;
      evaluator.setSeries(registry.all());
      this.fast = [...registry.all()].filter((series) => evaluator.isFast(series));
    }
    const found = (instance: Instance, finding: Finding): void => {
      book.observe(instance, finding, now);
    };
    if (this.fast.length > 0) evaluator.frame(this.fast, now, Infinity, found);
    evaluator.pass(now, Infinity, found);
    book.tick(now);
  }
}

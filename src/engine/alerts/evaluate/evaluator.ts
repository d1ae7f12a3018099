import type { Rule } from '../../../protocol/rules/rule';
import type { SettingKey } from '../../../protocol/settings';
import type { Series } from '../../metrics/series';
import type { FigureSource } from '../../windows/rolling/figure';
import { Binder } from '../bind/binder';
import type { BoundInstance } from '../bind/boundInstance';
import type { Finding, Instance } from '../finding';
import { ConditionReader } from './conditionReader';
import { FastInstances } from './fastInstances';
import { LeafReader } from './leafReader';
import type { PassReport } from './passReport';
import { Rounds } from './rounds';
import { ruleState, type RuleWatchState, type WatchContext } from './ruleState';
import { SteadyWatch } from './steadyWatch';
import { Turn } from './turn';

/** Takes what a look at an instance brought. The finding is used again for the next look: copy what is kept. */
export type Found = (instance: Instance, finding: Finding) => void;

export interface EvaluatorOptions {
  readonly figures: FigureSource;
  /** The user's figure; undefined where the setting is none. */
  readonly setting: (key: SettingKey) => number | undefined;
  /** A clock that only goes forward, ms. */
  readonly elapsed: () => number;
}

/** Says at which severity the condition of each rule holds for each set of labels, within a budget of time. */
export class Evaluator {
  /** Told of an instance whose rule or data is in force no more. */
  onGone: (instance: Instance) => void = () => undefined;
  private readonly binder: Binder;
  private readonly reader: ConditionReader;
  private readonly stateContext: WatchContext;
  private readonly turn: Turn;
  private readonly rounds = new Rounds();
  private readonly fast = new FastInstances();
  private readonly steady = new SteadyWatch();
  private rules: readonly Rule[] = [];

  constructor({ figures, setting, elapsed }: EvaluatorOptions) {
    this.turn = new Turn(elapsed);
    const { steady } = this;
    this.reader = new ConditionReader(new LeafReader(figures, setting, steady));
    // Of its own: states may be asked for while a finding of the other is still being read.
    const stateReader = new ConditionReader(new LeafReader(figures, setting, steady));
    this.stateContext = {
      setting,
      steady,
      isUnknown: (bound) => stateReader.read(bound, steady.last).isUnknown,
    };
    this.binder = new Binder(figures, {
      appeared: (bound) => {
        this.appeared(bound);
      },
      gone: (bound) => {
        this.gone(bound);
      },
      attached: (bound, series) => {
        if (bound.plan.isFast) this.fast.add(bound, series);
      },
      detached: (bound, series) => {
        if (bound.plan.isFast) this.fast.remove(bound, series);
      },
    });
  }

  /** Takes rules in place of those before. One that says the same keeps its instances; of equal ids the first counts. */
  setRules(rules: Iterable<Rule>): void {
    this.rules = [...rules];
    this.binder.setRules(this.rules);
  }

  /** Takes the series that there are now; the next passes bring them to the rules. */
  setSeries(series: Iterable<Series>): void {
    this.binder.setSeries(series);
  }

  /**
   * Goes on with bringing new rules and series together for so long. Passes do it too, but a caller that need not wait
   * for the next one has all rules in force sooner.
   * @returns whether there is more to do.
   */
  prepare(budgetMs: number): boolean {
    this.turn.start(budgetMs);
    this.bind(budgetMs);
    return !this.binder.isDone;
  }

  /**
   * Looks at instances for as long as what a look at the next one usually takes fits into the budget, at one at least;
   * those that were not reached come first in the next pass. Up to half of the budget goes to bringing new rules and series together.
   * @param now Milliseconds since 1970.
   */
  pass(now: number, budgetMs: number, found: Found): PassReport {
    const { turn, rounds } = this;
    turn.start(budgetMs);
    this.steady.looked(now);
    this.bind(rounds.size === 0 ? budgetMs : budgetMs / 2);
    const { size } = rounds;
    for (let bound = rounds.next(); bound && turn.looked < size && turn.fits(bound); bound = rounds.next()) {
      rounds.done();
      this.look(bound, now, found);
    }
    return { looked: turn.looked, left: size - turn.looked, tookMs: turn.stop() };
  }

  /** Looks at the instances of fast rules that a new frame of these series concerns. */
  frame(layout: readonly Series[], now: number, budgetMs: number, found: Found): void {
    const { turn } = this;
    turn.start(budgetMs);
    this.bind(budgetMs / 2);
    this.fast.each(layout, (bound) => {
      const fits = turn.fits(bound);
      if (fits) this.look(bound, now, found);
      return fits;
    });
  }

  /** Whether a fast rule is about the series' metric, so that its frames are worth calling `frame` for. */
  isFast(series: Series): boolean {
    return this.binder.isFast(series.metric);
  }

  /** Where each rule stands, those that are switched off included, in the order of the file. */
  *ruleStates(): Iterable<RuleWatchState> {
    for (const rule of this.rules) yield ruleState(rule, this.binder.rule(rule.id), this.stateContext);
  }

  /** Works for so long of the turn that has begun. */
  private bind(budgetMs: number): void {
    const { binder, turn } = this;
    if (binder.isDone) return;
    binder.work(() => turn.stop() >= budgetMs);
    turn.stop();
  }

  private look(bound: BoundInstance, now: number, found: Found): void {
    found(bound.instance, this.reader.read(bound, now));
    this.turn.ended(bound);
  }

  private appeared(bound: BoundInstance): void {
    this.rounds.add(bound);
    if (bound.plan.isFast) for (const series of bound.series()) this.fast.add(bound, series);
  }

  private gone(bound: BoundInstance): void {
    this.rounds.lost();
    if (bound.plan.isFast) for (const series of bound.series()) this.fast.remove(bound, series);
    this.onGone(bound.instance);
  }
}

import type { MetricId } from '../protocol/catalogue';
import { matchesAny } from '../protocol/glob';
import { stackOf } from '../protocol/messageOf';
import type { HistoryAnswer, HistoryRequest } from '../protocol/history';
import type { Rule } from '../protocol/rules/rule';
import { settingFigure } from '../protocol/rules/settingFigure';
import type { Config } from '../protocol/settings';
import { AlertPast } from './alertPast';
import { Evaluator, type Found } from './alerts/evaluate/evaluator';
import type { Instance } from './alerts/finding';
import { whatRulesRead } from './alerts/replay/whatRulesRead';
import type { Clock } from './clock';
import { FreshGroups } from './freshGroups';
import type { Log } from './log';
import type { Group } from './metrics/group';
import type { Pipeline } from './pipeline';
import type { Stoppable, Ticker } from './ticker';
import { RollingFigures } from './windows/rolling/rollingFigures';

export interface RuleLoopOptions {
  readonly config: Config;
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly log: Log;
  readonly pipeline: Pipeline;
  /** What was recorded, for windows that reach further back than memory. */
  readonly history: (request: HistoryRequest) => Promise<HistoryAnswer>;
  readonly found: Found;
  /** Told that an instance will not be found any more. */
  readonly gone: (instance: Instance) => void;
}

const pastEveryMs = 10_000;
const prepareEveryMs = 10;

interface FastGroup {
  readonly revision: number;
  readonly isFast: boolean;
}

/** Looks at the rules in force: at those with short windows when a frame comes, at the others at their interval. */
export class RuleLoop {
  private readonly figures: RollingFigures;
  private readonly evaluator: Evaluator;
  private readonly past: AlertPast;
  private readonly fresh: FreshGroups;
  private readonly fastGroups = new Map<Group, FastGroup>();
  private preparing: NodeJS.Timeout | undefined;
  private config: Config;
  /** What the rules read: names with `*` for any part. */
  private metrics: readonly string[] = [];
  private seenRevision = -1;
  private tasks: readonly Stoppable[] = [];
  private longestMs = 0;

  constructor(private readonly options: RuleLoopOptions) {
    const { config, clock, log, pipeline, history, gone } = options;
    const { windows } = pipeline;
    this.config = config;
    this.figures = new RollingFigures({
      fast: (series, windowMs, now) => windows.recent(series, windowMs, now),
      newestAt: (series) => windows.newestAt(series),
      past: (series, from, to, visit) => {
        windows.past(series, from, to, visit);
      },
    });
    windows.listener = this.figures;
    this.fresh = new FreshGroups(
      (group) => {
        this.lookAtFrame(group);
      },
      (error) => {
        log('error', `A look at alert rules failed and is tried again with the next frame: ${stackOf(error)}`);
      },
    );
    this.past = new AlertPast(this.figures, history, log);
    this.evaluator = new Evaluator({
      figures: this.figures,
      setting: (key) => settingFigure(this.config, key),
      elapsed: () => clock.monotonic(),
    });
    this.evaluator.onGone = gone;
  }

  configure(config: Config): void {
    const isAnotherPace = config['alerts.evaluationIntervalMs'] !== this.config['alerts.evaluationIntervalMs'];
    this.config = config;
    if (!isAnotherPace || this.tasks.length === 0) return;
    this.rest();
    this.work();
  }

  /** Looks at these rules from now on; with none, nothing happens at all. */
  setRules(rules: readonly Rule[]): void {
    this.evaluator.setRules(rules);
    this.metrics = whatRulesRead(rules).metrics;
    this.seenRevision = -1;
    if (rules.length === 0) this.rest();
    else if (this.tasks.length === 0) this.work();
  }

  ruleStates(): ReturnType<Evaluator['ruleStates']> {
    return this.evaluator.ruleStates();
  }

  /** Whether a rule reads the metric. */
  reads(metric: MetricId): boolean {
    return matchesAny(this.metrics, metric);
  }

  /** Longest time since the last call that a look at the rules took, ms. */
  takeLongestMs(): number {
    const longest = this.longestMs;
    this.longestMs = 0;
    return longest;
  }

  private work(): void {
    const { ticker, pipeline } = this.options;
    pipeline.committed = (group) => {
      if (this.isFast(group)) this.fresh.add(group);
    };
    this.tasks = [
      ticker.every(this.config['alerts.evaluationIntervalMs'], (now) => {
        this.look(now);
      }),
      ticker.every(pastEveryMs, (now) => void this.past.fill(now)),
    ];
  }

  /** Looks no more; what was found stays as it is, since nothing says that it is over. */
  rest(): void {
    for (const task of this.tasks) task.stop();
    this.tasks = [];
    this.options.pipeline.committed = () => undefined;
    this.fresh.stop();
    clearTimeout(this.preparing);
  }

  private look(now: number): void {
    const { clock, pipeline, found } = this.options;
    const started = clock.monotonic();
    pipeline.windows.settle(now);
    this.bind();
    this.evaluator.pass(now, this.config['alerts.evaluationBudgetMs'], found);
    this.took(started);
  }

  private lookAtFrame({ layout }: Group): void {
    const { clock, found } = this.options;
    const started = clock.monotonic();
    this.bind();
    this.evaluator.frame(layout, clock.now(), this.config['alerts.evaluationBudgetMs'], found);
    this.took(started);
  }

  private bind(): void {
    const { registry } = this.options.pipeline;
    if (registry.revision === this.seenRevision) return;
    this.seenRevision = registry.revision;
    this.evaluator.setSeries(registry.all());
    this.fastGroups.clear();
    this.prepare();
  }

  /** Many rules that are new are brought to their series a little at a time, sooner than looks alone would. */
  private prepare(): void {
    clearTimeout(this.preparing);
    const started = this.options.clock.monotonic();
    const hasMore = this.evaluator.prepare(this.config['alerts.evaluationBudgetMs']);
    this.took(started);
    this.preparing = hasMore
      ? setTimeout(() => {
          this.prepare();
        }, prepareEveryMs)
      : undefined;
  }

  /** Whether a rule waits for each frame of a group; known until its series or the rules change. */
  private isFast(group: Group): boolean {
    const known = this.fastGroups.get(group);
    if (known?.revision === group.revision) return known.isFast;
    this.bind();
    const isFast = group.layout.some((series) => this.evaluator.isFast(series));
    this.fastGroups.set(group, { revision: group.revision, isFast });
    return isFast;
  }

  private took(started: number): void {
    this.longestMs = Math.max(this.longestMs, this.options.clock.monotonic() - started);
  }
}

import path from 'node:path';
import type { AlertCommand, AlertsInfo, Notice } from '../protocol/alerts';
import type { MetricId } from '../protocol/catalogue';
import type { HistoryAnswer, HistoryRequest } from '../protocol/history';
import { messageOf } from '../protocol/messageOf';
import type { Rule } from '../protocol/rules/rule';
import type { RuleProblem } from '../protocol/rules/ruleFile';
import type { Config } from '../protocol/settings';
import type { AlertChange } from './alerts/change';
import { AuditLog } from './alerts/file/auditLog';
import { RuleWatch } from './alerts/file/ruleWatch';
import { AlertBook } from './alerts/life/alertBook';
import { AlertRefusal } from './alerts/life/refusal';
import { ruleStatuses } from './alerts/ruleStatuses';
import { AlertBroker } from './alerts/tell/broker';
import { describer } from './alerts/tell/describer';
import { whyGone } from './alerts/whyGone';
import type { Clock } from './clock';
import type { Component } from './component';
import type { Components } from './components';
import type { EpochFence } from './elect/fence';
import { isWithin } from './isWithin';
import type { Log } from './log';
import { MinuteCount } from './minuteCount';
import { Paced } from './paced';
import type { Pipeline } from './pipeline';
import { alertData } from './producers/alertData';
import type { RecordEvent } from './producers/recordEvent';
import { resolvedAlert } from './producers/resolvedAlert';
import { RuleLoop } from './ruleLoop';
import { writeAtomically } from './serve/atomicFile';
import type { CarriedState } from './store/events/carriedState';
import type { StoreEvent } from './store/events/storeEvent';
import type { EventQuestion } from './store/query/recentEvents';
import type { Stoppable, Ticker } from './ticker';

/** One who is told of alerts. */
export interface AlertWatcher {
  /** Told where all alerts stand, five times a second at the most. */
  readonly changed?: (alerts: AlertsInfo) => void;
  readonly noticed?: (notice: Notice) => void;
}

export interface AlertRoomOptions {
  readonly config: Config;
  readonly dataDir: string;
  /** The rules that a data folder without any begins with. */
  readonly defaultRules: string;
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly components: Components;
  readonly log: Log;
  readonly pipeline: Pipeline;
  readonly record: RecordEvent;
  readonly fence: EpochFence;
  /** For how long nobody led before this engine, ms; undefined where it took nobody's place. */
  readonly takeoverMs?: number;
  /** What was recorded, for windows that reach further back than memory. */
  readonly history: (request: HistoryRequest) => Promise<HistoryAnswer>;
  readonly recentEvents: (question: EventQuestion) => Promise<readonly StoreEvent[]>;
  /** Told that what is read only on demand may be another. */
  readonly demandChanged: () => void;
}

const leastChangeMs = 200;
const beatMs = 1000;
/** Alerts that were over longer ago are not listed. */
const recentMs = 7 * 86_400_000;
const mostRecent = 200;
/** How long rules rest at most until it is known which alerts are over, ms: a slow disk is no reason to watch nothing. */
const earlierLimitMs = 3000;
const processMetrics: readonly MetricId[] = ['system.process_cpu_percent', 'system.process_memory_bytes'];
const turnedOff = 'Alerts are turned off by the setting wirthforge.alerts.enabled.';
const tooEarly = 'The monitor began a moment ago and does not know its alerts yet. Try again in a few seconds.';
const notMeasured = 'The monitor is paused or turned off, so that nothing is measured.';

/** Keeps the user's rules in force and the alerts that come of them, and tells of them, with every view closed. */
export class AlertRoom {
  /** Told of each step in the life of each alert. */
  onStep: (change: AlertChange) => void = () => undefined;
  readonly watchers = new Set<AlertWatcher>();
  private readonly component: Component;
  private readonly loop: RuleLoop;
  private readonly book: AlertBook;
  private readonly broker: AlertBroker;
  private readonly watch: RuleWatch;
  private readonly audit: AuditLog;
  private readonly announcing: Paced;
  private config: Config;
  private rules: readonly Rule[] = [];
  private problems: readonly RuleProblem[] = [];
  private readonly fired = new MinuteCount();
  private wantsProcesses = false;
  private beating: Stoppable | undefined;
  private isMeasuring = false;
  private isStarted = false;
  /** Ends when the alerts that were over before this session are listed. */
  private earlier: Promise<void> = Promise.resolve();
  private isRestored = false;

  constructor(private readonly options: AlertRoomOptions) {
    const { config, dataDir, defaultRules, ticker, clock, components, log, pipeline } = options;
    this.config = config;
    this.component = components.open('alerts');
    const rulesComponent = components.open('alert-rules');
    // Rules rest until it is known what an earlier session left: nobody is to take that for a decision.
    rulesComponent.starting();
    if (config['alerts.enabled']) this.component.starting();
    this.book = new AlertBook({
      cooldownMs: () => this.config['alerts.defaultCooldownMs'],
      describe: describer(pipeline, clock),
      changed: (change) => {
        this.changed(change);
      },
    });
    this.broker = new AlertBroker({
      maxPerSecond: () => this.config['alerts.maxPerSecond'],
      hasSound: () => this.config['alerts.sound'],
      notice: (notice) => void this.tell(notice),
    });
    this.audit = new AuditLog(path.join(dataDir, 'logs'), (problem) => {
      log('warn', problem);
    });
    this.loop = new RuleLoop({
      ...options,
      found: (instance, finding) => {
        this.book.observe(instance, finding, clock.now());
      },
      gone: (instance) => {
        if (this.book.isActive(instance.id)) this.book.gone(instance, whyGone(instance.rule, this.rules), clock.now());
      },
    });
    this.watch = new RuleWatch({
      dataDir,
      defaultFile: defaultRules,
      ticker,
      component: rulesComponent,
      log,
      changed: (rules, problems) => {
        this.rules = rules;
        this.problems = problems;
        this.follow();
      },
    });
    this.announcing = new Paced(clock, leastChangeMs, () => {
      const info = this.info();
      for (const watcher of this.watchers) watcher.changed?.(info);
    });
  }

  /** Ends when the rules are read. Call it once what an earlier session left is known, so that nothing is told twice. */
  async start(): Promise<void> {
    // What people were told of these counts still.
    await isWithin(this.earlier, earlierLimitMs);
    this.isStarted = true;
    // Time goes on for alerts however seldom rules are looked at, and where none is in force any more.
    this.beating = this.options.ticker.every(beatMs, (now) => {
      this.beat(now);
    });
    this.follow();
    await this.watch.start();
  }

  /** Ends when the last of the audit is written. Alerts stay as they are: the next engine goes on with them. */
  async stop(): Promise<void> {
    this.isStarted = false;
    this.beating?.stop();
    this.watch.stop();
    this.loop.rest();
    this.component.stopped();
    this.announcing.stop();
    await this.audit.close();
  }

  configure(config: Config): void {
    const wasEnabled = this.config['alerts.enabled'];
    this.config = config;
    this.loop.configure(config);
    if (wasEnabled !== config['alerts.enabled']) this.follow();
  }

  /** Says whether anything is measured. While nothing is, its absence says nothing, and no alert goes on. */
  setMeasuring(isMeasuring: boolean): void {
    if (this.isMeasuring === isMeasuring) return;
    this.isMeasuring = isMeasuring;
    this.follow();
  }

  /**
   * What the session before left goes on: an alert that fires already is no news. Only the first session of an engine
   * has something before it.
   */
  restore(carried: CarriedState | undefined): void {
    if (this.isRestored) return;
    this.isRestored = true;
    const { clock, takeoverMs } = this.options;
    if (carried) this.book.restore(carried.alerts, carried.silences ?? {}, clock.now(), takeoverMs);
    this.earlier = this.listEarlier();
  }

  info(): AlertsInfo {
    const { active, recent, silences } = this.book.info();
    const watched = new Map(
      Array.from(this.loop.ruleStates(), ({ rule, instances, waitsFor }) => [rule.id, { instances, waitsFor }]),
    );
    const rules = ruleStatuses({
      rules: this.rules,
      watched,
      active,
      lastFiredAt: (rule) => this.book.lastFiredAt(rule),
      restsFor: this.restsFor,
    });
    return { active, recent, silences, rules, problems: this.problems, file: this.watch.file };
  }

  /** @throws AlertRefusal with a sentence for people when there is no such alert. */
  command(command: AlertCommand): void {
    if (!this.isStarted) throw new AlertRefusal(tooEarly);
    this.book.command(command, this.options.clock.now());
  }

  /** Puts a text, which was looked at and has no error, in place of the rule file. @throws Error of the file system. */
  async putRules(text: string): Promise<{ readonly rules: number }> {
    await writeAtomically(this.watch.file, text);
    await this.watch.lookAnew();
    return { rules: this.rules.length };
  }

  /** Whether a rule reads a metric that is read only on demand, or an alert is about to say who uses the machine. */
  wants(metric: MetricId): boolean {
    return this.loop.reads(metric) || (this.wantsProcesses && processMetrics.includes(metric));
  }

  /** Alerts that began to fire in the last minute. */
  get firedLastMinute(): number {
    return this.fired.total(this.options.clock.now());
  }

  /** Longest time since the last call that a look at the rules took, ms. */
  takeLongestMs(): number {
    return this.loop.takeLongestMs();
  }

  /** Alerts that were over before this session are listed too. */
  private async listEarlier(): Promise<void> {
    const { clock, recentEvents, log } = this.options;
    try {
      const events = await recentEvents({ types: ['alert.resolved'], from: clock.now() - recentMs, most: mostRecent });
      this.book.addRecent(events.flatMap((event) => resolvedAlert(event) ?? []));
    } catch (error) {
      log('warn', `The list of earlier alerts begins anew: ${messageOf(error)}`);
    }
    this.announcing.ask();
  }

  /** Follows rules and settings: looks, or lets everything rest. */
  private follow(): void {
    if (!this.isStarted) return;
    const { restsFor } = this;
    if (restsFor === undefined) {
      this.loop.setRules(this.rules.filter(({ enabled }) => enabled));
      this.component.running();
    } else {
      this.book.endAll(restsFor, this.options.clock.now());
      this.loop.setRules([]);
      this.component.stopped();
    }
    this.announcing.ask();
    this.options.demandChanged();
  }

  /** Why no rule is looked at, for people; undefined where they are. */
  private get restsFor(): string | undefined {
    if (!this.config['alerts.enabled']) return turnedOff;
    return this.isMeasuring ? undefined : notMeasured;
  }

  private beat(now: number): void {
    this.book.tick(now);
    this.broker.tick(now);
    this.followDemand();
    if (this.restsFor === undefined) this.tellState();
  }

  private changed(change: AlertChange): void {
    this.options.record(change.type, alertData(change));
    this.onStep(change);
    if (change.type === 'alert.firing') this.fired.add(change.at);
    this.announcing.ask();
    this.audit.changed(change);
    this.broker.changed(change);
  }

  /** What was frozen is not to tell people late, once it wakes up, what another one has told them since. */
  private async tell(notice: Notice): Promise<void> {
    // Where it cannot be told who leads, people had rather hear of it twice than not at all.
    const leads = await this.options.fence.holds().catch(() => true);
    if (leads) for (const watcher of this.watchers) watcher.noticed?.(notice);
  }

  private tellState(): void {
    const { component } = this;
    const { turnedAwayCount } = this.book;
    if (turnedAwayCount === 0) component.running();
    else
      component.degraded(
        `So many alerts are active that ${turnedAwayCount} more are not shown. A rule fires for too many things at once: narrow its labels, or turn it off in ${this.watch.file}.`,
      );
  }

  /** Who uses the machine is read while an alert that will tell of it is on its way. */
  private followDemand(): void {
    const wants = this.book.hasActive(isDiagnosed);
    if (wants === this.wantsProcesses) return;
    this.wantsProcesses = wants;
    this.options.demandChanged();
  }
}

/** Whether the rule's alerts tell who uses the machine. */
function isDiagnosed({ actions }: Rule): boolean {
  return actions.some(({ type }) => type === 'suggest.diagnostic' || type === 'suggest.mitigation');
}

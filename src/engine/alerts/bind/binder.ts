import type { MetricId } from '../../../protocol/catalogue';
import type { Rule } from '../../../protocol/rules/rule';
import type { Series } from '../../metrics/series';
import type { FigureSource } from '../../windows/rolling/figure';
import { Backlog } from './backlog';
import { BoundRule, type InstanceEvents } from './boundRule';
import { MetricPatterns } from './metricPatterns';
import { planRule } from './planRule';
import { mostOfAll, Room } from './room';
import { RuleScan } from './ruleScan';
import { isSameJson } from './sameJson';
import { SeriesTable, type SeriesChanges } from './seriesTable';
import type { Use } from './use';
import { UseIndex } from './useIndex';

/** Offers made between two looks at the time; each may open figures that are filled from memory. */
const stepLength = 4;

/** A series that appeared or went, on its way to the rules that may use it. */
interface Change {
  readonly series: Series;
  readonly isGone: boolean;
}

/**
 * Brings rules and series together. Both may come by the thousand, so the work is done in steps that the caller's
 * budget allows; a rule has its first instances looked at only when every series has been offered to it.
 */
export class Binder implements SeriesChanges {
  private readonly table = new SeriesTable();
  private readonly index = new UseIndex();
  private readonly room = new Room(mostOfAll);
  private rules = new Map<string, BoundRule>();
  private readonly changes = new Backlog<Change>();
  /** Of the first change: the places that it concerns, and how many of them know. */
  private uses: readonly Use[] | undefined;
  private usesDone = 0;
  private readonly scans = new Backlog<RuleScan>();
  private readonly fastMetrics = new Set<MetricId>();

  constructor(
    private readonly figures: FigureSource,
    private readonly events: InstanceEvents,
  ) {}

  rule(id: string): BoundRule | undefined {
    return this.rules.get(id);
  }

  get isDone(): boolean {
    return this.changes.isEmpty && this.scans.isEmpty;
  }

  /** Whether a rule with windows of a second at most is about the metric. */
  isFast(metric: MetricId): boolean {
    return this.fastMetrics.has(metric);
  }

  /** Takes rules in place of those before; one that says the same keeps its instances. */
  setRules(rules: Iterable<Rule>): void {
    const patterns = new MetricPatterns();
    const before = this.rules;
    this.rules = new Map();
    for (const rule of rules) {
      if (!rule.enabled || this.rules.has(rule.id)) continue;
      const known = before.get(rule.id);
      const isSame = known !== undefined && isSameJson(known.plan.rule, rule);
      if (isSame) before.delete(rule.id);
      const bound = isSame ? known : new BoundRule(planRule(rule, patterns), this.figures, this.room, this.events);
      this.rules.set(rule.id, bound);
    }
    for (const gone of before.values()) gone.close();
    this.startAgain();
  }

  /** Takes the series that there are now. */
  setSeries(series: Iterable<Series>): void {
    this.table.update(series, this);
  }

  appeared(series: Series): void {
    this.changes.push({ series, isGone: false });
    const scanned = this.scans.first?.rule;
    for (const use of scanned?.uses ?? [])
      if (use.selector.metrics.includes(series.metric)) scanned?.offer(use, series);
  }

  gone(series: Series, at: number): void {
    this.changes.push({ series, isGone: true });
    this.scans.first?.rule.drop(series);
    this.scans.first?.removed(series.metric, at);
  }

  /** Goes on with what is left to do, one step at least, until it is done or `isOver` says so. */
  work(isOver: () => boolean): void {
    do {
      if (this.changes.first) this.tellSome(this.changes.first);
      else if (this.scans.first) this.scanSome(this.scans.first);
      else return;
    } while (!isOver());
  }

  private tellSome({ series, isGone }: Change): void {
    this.uses ??= isGone || this.table.has(series) ? this.index.find(series) : [];
    const end = Math.min(this.usesDone + stepLength, this.uses.length);
    for (; this.usesDone < end; this.usesDone++) {
      const use = this.uses[this.usesDone]!;
      if (isGone) use.rule.drop(series);
      else use.rule.offer(use, series);
    }
    if (end < this.uses.length) return;
    this.forgetUses();
    this.changes.drop();
    if (isGone && this.changes.isEmpty) this.offerRoom();
  }

  private scanSome(scan: RuleScan): void {
    if (!scan.step(this.table, stepLength)) return;
    this.scans.drop();
    if (scan.rule.isReady) return;
    scan.rule.ready();
    this.index.add(scan.rule.uses);
  }

  /** Series went: rules that had to leave something out may have room for it now. */
  private offerRoom(): void {
    for (const rule of this.rules.values()) if (rule.isReady && rule.isFull) this.scan(rule);
  }

  private startAgain(): void {
    this.forgetUses();
    this.index.clear();
    this.scans.clear();
    this.fastMetrics.clear();
    for (const rule of this.rules.values()) {
      if (rule.plan.isFast)
        for (const leaf of rule.plan.leaves) for (const metric of leaf.selector.metrics) this.fastMetrics.add(metric);
      if (rule.isReady) this.index.add(rule.uses);
      if (!rule.isReady || rule.isFull) this.scan(rule);
    }
  }

  private scan(rule: BoundRule): void {
    rule.isFull = false;
    this.scans.push(new RuleScan(rule));
  }

  private forgetUses(): void {
    this.uses = undefined;
    this.usesDone = 0;
  }
}

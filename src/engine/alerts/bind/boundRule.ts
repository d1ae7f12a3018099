import type { Labels } from '../../../protocol/metric';
import type { Series } from '../../metrics/series';
import type { FigureSource } from '../../windows/rolling/figure';
import { BoundInstance } from './boundInstance';
import { BoundLeaf } from './boundLeaf';
import type { Comparison } from './comparison';
import { hasLabels, keyOfLabels, pickLabels } from './labelSets';
import { mostInstances, mostOfRule, Room } from './room';
import type { LeafPlan, RulePlan } from './rulePlan';
import { usesOf, type Use } from './use';

/** Told of the instances of rules that are ready. */
export interface InstanceEvents {
  appeared(bound: BoundInstance): void;
  gone(bound: BoundInstance): void;
  /** One that appeared before looks at one more series. */
  attached(bound: BoundInstance, series: Series): void;
  detached(bound: BoundInstance, series: Series): void;
}

interface FreeSeries {
  readonly leaf: number;
  readonly series: Series;
}

/** A rule in force, with an instance for each set of labels that the series of its leaves have. */
export class BoundRule {
  readonly uses: readonly Use[];
  readonly instances = new Map<string, BoundInstance>();
  /** Every series that there was has been offered to it. */
  isReady = false;
  /** Something that fits had to be left out. */
  isFull = false;
  private readonly room: Room;
  /** By leaf; undefined for absent ones. */
  private readonly leaves: readonly (BoundLeaf | undefined)[];
  /** By leaf: series in use, by id. */
  private readonly taken: readonly Set<number>[];
  /** Series without labels, which count for every instance. */
  private free: FreeSeries[] = [];
  /** Stands in while there is no other instance. */
  private base: BoundInstance | undefined;

  constructor(
    readonly plan: RulePlan,
    figures: FigureSource,
    room: Room,
    private readonly events: InstanceEvents,
  ) {
    this.room = new Room(mostOfRule, room);
    this.leaves = plan.leaves.map((leaf) =>
      leaf.kind === 'compare' ? new BoundLeaf(leaf, figures, this.room) : undefined,
    );
    this.taken = plan.leaves.map(() => new Set<number>());
    this.uses = usesOf(this);
  }

  /** Takes a series that fits; one that is in use already stays so. */
  offer({ leaf, slot, selector }: Use, series: Series): void {
    if (!selector.matcher.matches(series.labels)) return;
    if (slot !== undefined) {
      if (!this.leaves[leaf.leaf]!.openOther(slot, series)) this.isFull = true;
    } else if (!this.taken[leaf.leaf]!.has(series.id)) {
      this.take(leaf, series);
    }
    this.settle();
  }

  drop(series: Series): void {
    for (const leaf of this.plan.leaves) {
      this.leaves[leaf.leaf]?.closeOther(series);
      if (this.taken[leaf.leaf]!.delete(series.id)) this.leave(leaf, series);
    }
    this.settle();
  }

  /** Says that every series has been offered. Only now its instances are told of: before, `none` could hold falsely. */
  ready(): void {
    this.isReady = true;
    for (const bound of this.instances.values()) this.events.appeared(bound);
    this.settle();
  }

  /** Ends all instances and gives the figures back. */
  close(): void {
    for (const bound of this.instances.values()) this.end(bound);
    for (const leaf of this.leaves) leaf?.closeAll();
    this.room.giveAll();
  }

  private take(leaf: LeafPlan, series: Series): void {
    if (this.isFree(series)) this.takeFree(leaf, series);
    else this.takeOwn(leaf, series);
  }

  private takeFree(leaf: LeafPlan, series: Series): void {
    if (!this.room.take(1 + this.instances.size)) {
      this.isFull = true;
      return;
    }
    const comparison = this.open(leaf, series);
    this.free.push({ leaf: leaf.leaf, series });
    for (const bound of this.instances.values()) this.attach(bound, leaf, series, comparison);
  }

  private takeOwn(leaf: LeafPlan, series: Series): void {
    const bound = this.instanceFor(this.labelsOf(series), 1);
    if (!bound) {
      this.isFull = true;
      return;
    }
    bound.own++;
    if (bound === this.base) this.base = undefined;
    if (leaf.kind === 'absent') bound.isRemembered = true;
    this.attach(bound, leaf, series, this.open(leaf, series));
  }

  private attach(bound: BoundInstance, leaf: LeafPlan, series: Series, comparison: Comparison | undefined): void {
    bound.attach(leaf.leaf, series, comparison);
    if (this.isReady) this.events.attached(bound, series);
  }

  private open(leaf: LeafPlan, series: Series): Comparison | undefined {
    this.taken[leaf.leaf]!.add(series.id);
    const opened = this.leaves[leaf.leaf]?.open(series);
    if (opened?.isWhole === false) this.isFull = true;
    return opened?.comparison;
  }

  /** Takes a series away from where it was in use. */
  private leave(leaf: LeafPlan, series: Series): void {
    if (this.isFree(series)) {
      this.free = this.free.filter((free) => free.series !== series || free.leaf !== leaf.leaf);
      for (const bound of this.instances.values()) this.detach(bound, leaf, series);
      this.room.give(1 + this.instances.size);
    } else {
      const bound = this.instances.get(keyOfLabels(this.labelsOf(series)))!;
      this.detach(bound, leaf, series);
      this.room.give(1);
      if (--bound.own === 0 && !bound.isRemembered) this.end(bound);
    }
    this.leaves[leaf.leaf]?.close(series);
  }

  private detach(bound: BoundInstance, leaf: LeafPlan, series: Series): void {
    bound.detach(leaf.leaf, series);
    if (this.isReady) this.events.detached(bound, series);
  }

  private isFree(series: Series): boolean {
    return this.plan.join !== undefined && !hasLabels(series.labels);
  }

  private labelsOf(series: Series): Labels {
    const { join, joinsMetric } = this.plan;
    if (join) return pickLabels(series.labels, join);
    return joinsMetric ? { ...series.labels, metric: series.metric } : series.labels;
  }

  /** The instance with these labels, where there is room for it and so many more series; undefined where not. */
  private instanceFor(labels: Labels, series: number): BoundInstance | undefined {
    const key = keyOfLabels(labels);
    const known = this.instances.get(key);
    if (known) return this.room.take(series) ? known : undefined;
    if (this.instances.size >= mostInstances || !this.room.take(1 + this.free.length + series)) return undefined;
    const bound = new BoundInstance(this.plan, key, labels);
    for (const { leaf, series } of this.free) bound.attach(leaf, series, this.leaves[leaf]?.get(series));
    this.instances.set(key, bound);
    if (this.isReady) this.events.appeared(bound);
    return bound;
  }

  private end(bound: BoundInstance): void {
    this.instances.delete(bound.key);
    this.room.give(1 + this.free.length);
    bound.isGone = true;
    if (bound === this.base) this.base = undefined;
    if (this.isReady) this.events.gone(bound);
  }

  /** A rule that could tell something without labels of its own has one instance that does, until there are others. */
  private settle(): void {
    if (!this.isReady) return;
    const others = this.instances.size - (this.base ? 1 : 0);
    const needsBase = others === 0 && (this.plan.hasAbsence || this.free.length > 0);
    if (this.base && !needsBase) {
      this.end(this.base);
    } else if (!this.base && needsBase) {
      this.base = this.instanceFor(this.baseLabels(), 0);
      if (!this.base) this.isFull = true;
    }
  }

  /** Those that selectors of absent leaves name exactly. */
  private baseLabels(): Labels {
    const absent = this.plan.leaves.filter((leaf) => leaf.kind === 'absent');
    const labels: Labels = Object.assign({}, ...absent.map((leaf) => leaf.selector.matcher.exact)) as Labels;
    return this.plan.join ? pickLabels(labels, this.plan.join) : labels;
  }
}

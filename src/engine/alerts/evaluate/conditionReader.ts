import { severityRank, type Severity } from '../../../protocol/rules/rule';
import type { BoundInstance } from '../bind/boundInstance';
import type { GroupNode, LeafPlan, PlanNode } from '../bind/rulePlan';
import type { Finding } from '../finding';
import type { Series } from '../../metrics/series';
import { FindingSlate } from './findingSlate';
import type { LeafReader } from './leafReader';
import { fails, holds, not, unknown, type Truth } from './truth';

/**
 * Looks at one instance: at which severity does its condition hold. Nothing is allocated for it; what leaves and
 * groups came to is kept in lists that all instances share.
 */
export class ConditionReader {
  /** By node. */
  private truths = new Int8Array(64);
  /** By leaf. */
  private values = new Float64Array(64);
  private thresholds = new Float64Array(64);
  private readonly series: (Series | undefined)[] = [];
  private root: PlanNode | undefined;
  private readonly finding = new FindingSlate(() => {
    if (this.root) this.tell(this.root);
  });

  constructor(private readonly leaf: LeafReader) {}

  /** @returns the same object each time; copy what is kept. */
  read(bound: BoundInstance, now: number): Finding {
    const { plan, instance } = bound;
    if (plan.nodes > this.truths.length) this.grow(2 * plan.nodes);
    const { finding } = this;
    finding.clear();
    this.root = plan.root;
    const truth = plan.hasLevels ? this.atLevels(bound, now) : this.at(plan.rule.severity, bound, now);
    finding.isUnknown = truth === unknown;
    if (truth === holds && !plan.hasLevels) finding.level = instance.rule.severity;
    return finding;
  }

  /** There are never more leaves than nodes. */
  private grow(nodes: number): void {
    this.truths = new Int8Array(nodes);
    this.values = new Float64Array(nodes);
    this.thresholds = new Float64Array(nodes);
  }

  private atLevels(bound: BoundInstance, now: number): Truth {
    if (this.at('critical', bound, now) === holds) {
      this.finding.level = 'critical';
      return holds;
    }
    const truth = this.at('warning', bound, now);
    if (truth === holds) this.finding.level = 'warning';
    return truth;
  }

  private at(level: Severity, bound: BoundInstance, now: number): Truth {
    const { held } = bound.instance;
    const isHeld = held !== undefined && severityRank(level) <= severityRank(held);
    return this.node(bound.plan.root, bound, (level === 'critical' ? 1 : 0) + (isHeld ? 2 : 0), now);
  }

  private node(node: PlanNode, bound: BoundInstance, bounds: number, now: number): Truth {
    const truth =
      node.kind === 'leaf' ? this.readLeaf(node.plan, bound, bounds, now) : this.group(node, bound, bounds, now);
    this.truths[node.at] = truth;
    return truth;
  }

  /** Parts behind the one that decides are not looked at. A group without parts tells nothing. */
  private group({ kind, parts }: GroupNode, bound: BoundInstance, bounds: number, now: number): Truth {
    if (parts.length === 0) return unknown;
    const decisive = kind === 'all' ? fails : holds;
    let truth: Truth = kind === 'all' ? holds : fails;
    for (const part of parts) {
      const of = this.node(part, bound, bounds, now);
      if (of === decisive) {
        truth = of;
        break;
      }
      if (of === unknown) truth = unknown;
    }
    return kind === 'none' ? not(truth) : truth;
  }

  private readLeaf(plan: LeafPlan, bound: BoundInstance, bounds: number, now: number): Truth {
    const { leaf } = this;
    const at = plan.leaf;
    if (plan.kind === 'compare') leaf.compare(plan, bounds, bound.comparisons[at]!, now);
    else leaf.absence(plan.forMs, bound.presences[at]!, now);
    this.values[at] = leaf.value;
    this.thresholds[at] = leaf.threshold;
    this.series[at] = leaf.series;
    return leaf.truth;
  }

  /** Writes down the leaves that made the truth of a node, in their order. */
  private tell(node: PlanNode): void {
    if (node.kind === 'leaf') {
      const { plan } = node;
      this.finding.add(plan, this.series[plan.leaf], this.values[plan.leaf]!, this.thresholds[plan.leaf]!);
      return;
    }
    const truth = this.truths[node.at]!;
    if (truth === decidedByAll[node.kind]) for (const part of node.parts) this.tell(part);
    else this.tellFirst(node, node.kind === 'none' ? holds - truth : truth);
  }

  private tellFirst({ parts }: GroupNode, truth: number): void {
    for (const part of parts)
      if (this.truths[part.at] === truth) {
        this.tell(part);
        return;
      }
  }
}

/** The truth that a group has only if all of its parts say so. */
const decidedByAll: Readonly<Record<GroupNode['kind'], Truth>> = { all: holds, any: fails, none: holds };

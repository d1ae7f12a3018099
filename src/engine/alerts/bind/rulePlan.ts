import type { MetricId } from '../../../protocol/catalogue';
import type { Operator, Rule } from '../../../protocol/rules/rule';
import type { SettingKey } from '../../../protocol/settings';
import type { FigureSpec } from '../../windows/rolling/figure';
import type { LabelMatcher } from './labelMatcher';

export interface SelectorPlan {
  /** As the rule writes it, for people. */
  readonly pattern: string;
  readonly metrics: readonly MetricId[];
  readonly matcher: LabelMatcher;
}

/** Where a bound comes from. Figures are numbered by `slot`, so that a series finds its own without a search. */
export type BoundPlan =
  /** NaN where the bound does not suit the operator: never known. */
  | { readonly kind: 'fixed'; readonly low: number; readonly high: number }
  | { readonly kind: 'setting'; readonly key: SettingKey }
  | { readonly kind: 'metric'; readonly slot: number; readonly factor: number; readonly plus: number }
  | {
      readonly kind: 'baseline';
      readonly slot: number;
      readonly factor: number;
      readonly deviations: number;
      readonly leastSamples: number;
    };

/** Figures of the series' own past; `spread` only where the bound counts standard deviations. */
export interface PastPlan {
  readonly middle: FigureSpec;
  readonly spread: FigureSpec | undefined;
}

export interface OtherPlan {
  readonly selector: SelectorPlan;
  readonly spec: FigureSpec;
  readonly toWatchMs: number;
}

export interface ComparePlan {
  readonly kind: 'compare';
  /** Place among the rule's leaves. */
  readonly leaf: number;
  readonly selector: SelectorPlan;
  readonly spec: FigureSpec;
  /** How much of the window must have been watched, ms; 0: what was seen is enough. */
  readonly toWatchMs: number;
  readonly operator: Operator;
  /** For warning and critical, then what stands in for them once the alert fires. */
  readonly bounds: readonly [BoundPlan, BoundPlan, BoundPlan, BoundPlan];
  readonly others: readonly OtherPlan[];
  readonly pasts: readonly PastPlan[];
}

export interface AbsentPlan {
  readonly kind: 'absent';
  readonly leaf: number;
  readonly selector: SelectorPlan;
  readonly forMs: number;
}

export type LeafPlan = ComparePlan | AbsentPlan;

export interface LeafNode {
  readonly kind: 'leaf';
  /** Place among the rule's nodes. */
  readonly at: number;
  readonly plan: LeafPlan;
}

export interface GroupNode {
  readonly kind: 'all' | 'any' | 'none';
  readonly at: number;
  readonly parts: readonly PlanNode[];
}

export type PlanNode = LeafNode | GroupNode;

/** A rule made ready for looking at it often. */
export interface RulePlan {
  readonly rule: Rule;
  readonly root: PlanNode;
  readonly nodes: number;
  readonly leaves: readonly LeafPlan[];
  /** A bound has one value for warning and another for critical. */
  readonly hasLevels: boolean;
  readonly hasAbsence: boolean;
  /** No window is longer than a second, so that every frame can change the outcome. */
  readonly isFast: boolean;
  /** Labels that tell instances apart; undefined: all that the series of the only leaf has. */
  readonly join: readonly string[] | undefined;
  /** Instances are told apart by the metric's name too. */
  readonly joinsMetric: boolean;
}

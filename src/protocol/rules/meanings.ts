import type { Aggregation, Operator, severities } from './rule';
import type { actionShapes } from './shapes/action';
import type { absentShape, baselineShape, compareShape, otherMetricShape } from './shapes/condition';
import type { inhibitionShape, ruleShape } from './shapes/ruleShape';
import type { groupKeys } from './read/readCondition';

type KeyOf<T> = T extends { readonly entries: infer E } ? keyof E : never;
type KeyOfAny<T> = { [K in keyof T]: KeyOf<T[K]> }[keyof T];

// One sentence for each word of a rule file: for hovers and completions in the editor, and for the documentation.

export const ruleMeanings = {
  id: 'Name of the rule in events, silences and other rules; it stays the same while everything else changes.',
  name: 'What people read; without it, the id.',
  enabled: 'Whether the rule is looked at.',
  severity: 'How bad it is, where the condition has not two levels of its own; without it, warning.',
  category: 'Alerts of one category that begin together become one incident with one notification.',
  description: 'Why the rule is there.',
  conditions: 'When the alert fires.',
  for: 'How long the condition must hold before the alert fires; until then it is pending.',
  keep_firing_for: 'How long the alert goes on once the condition holds no more.',
  debounce: 'Least time between two notifications of the same alert.',
  escalate:
    'A severity that the alert gets after firing for a time without being acknowledged; or a list of such steps.',
  labels: 'Labels that its alerts get besides those of the series.',
  inhibits: 'Alerts that stay quiet while this one fires: ids of rules, with * for any part.',
  actions: 'What happens when the alert fires.',
} as const satisfies Record<KeyOf<typeof ruleShape>, string>;

export const conditionMeanings = {
  when_all: 'All of these conditions must hold.',
  when_any: 'At least one of these conditions must hold.',
  when_not: 'None of these conditions may hold.',
  metric: 'What is measured; * stands for any part of a name.',
  labels: 'Only series with these labels; * stands for any part of a value, ! before it for all others.',
  operator: 'How the figure is compared.',
  value:
    'What the figure is compared with: a number, a range, a setting, another metric, or one of these for each severity.',
  window:
    'Time over which samples are gathered, from 1s to 24h; without it, 10s. Windows over 10s are judged once nine tenths of them were watched, unless what was seen is enough.',
  aggregation: 'What is made of the samples of the window; without it, their average.',
  ignore_zero:
    'Whether seconds in which every sample is 0 are left out, here and in the baseline: a model that rests makes 0 tokens a second, and that is not how fast it is. Without it, they count.',
  baseline: "Compares with the series' own past instead of a value.",
  clear: 'What holds in place of the value once the alert fires, so that it does not flap.',
  absent: 'The condition holds when nothing was measured for this long.',
} as const satisfies Record<
  KeyOf<typeof compareShape> | KeyOf<typeof absentShape> | (typeof groupKeys)[number],
  string
>;

export const boundMeanings = {
  metric: conditionMeanings.metric,
  labels: conditionMeanings.labels,
  aggregation: conditionMeanings.aggregation,
  window: conditionMeanings.window,
  ignore_zero: 'Whether seconds in which every sample is 0 are left out; without it, they count.',
  factor: 'The figure is multiplied by this; without it, by 1.',
  plus: 'This is added to it; without it, 0.',
} as const satisfies Record<KeyOf<typeof otherMetricShape>, string>;

export const baselineMeanings = {
  window: 'How much of the past is compared with, up to 24h.',
  offset: 'How long ago that past ended; without it, it ends where the window of the condition begins.',
  aggregation: 'What is made of its samples; without it, the same as of the window.',
  factor: 'Bound as a multiple of it: 0.6 with "<" means below 60 % of the past.',
  deviations: 'Bound as so many standard deviations from its mean, above it with ">" and below it with "<".',
  least_samples:
    'With fewer samples in that past there is nothing to compare with, and the alert does not fire; without it, 60.',
} as const satisfies Record<KeyOf<typeof baselineShape>, string>;

export const inhibitionMeanings = {
  rules: 'Ids of rules, with * for any part.',
  equal: 'Labels in which the two alerts must agree.',
} as const satisfies Record<KeyOf<typeof inhibitionShape>, string>;

export const actionMeanings = {
  'notify.toast': 'Shows a notification.',
  'notify.sound': 'Plays a sound in an open view, if the setting allows it.',
  'log.audit': 'Writes a line into the audit log.',
  'suggest.mitigation': 'Offers a step that helps, with what the data says about the cause.',
  'suggest.diagnostic': 'Offers a step that finds the cause, with what the data says about it.',
  'run.command': 'Runs a command of VS Code, once you have allowed it for this rule.',
} as const satisfies Record<keyof typeof actionShapes, string>;

export const actionKeyMeanings = {
  type: 'What happens.',
  level: "Kind of the notification; without it, the alert's severity.",
  message:
    'Text with figures in double braces: {{value}}, {{threshold}}, {{metric}}, {{name}}, {{severity}}, {{duration}}, {{labels.model}}, or the last part of a metric such as {{cpu_percent}}. Each comes with its unit.',
  duration_ms: 'How long it stays, in milliseconds, where the monitor draws it; without it, until it is closed.',
  category: "Kind of the line; without it, the rule's category.",
  target: 'What the suggestion is about, such as memory_optimization.',
  command: 'Id of the command.',
  args: 'What the command is called with.',
} as const satisfies Record<KeyOfAny<typeof actionShapes>, string>;

export const operatorMeanings: Record<Operator, string> = {
  '>': 'The figure is above the value.',
  '>=': 'The figure is the value or above it.',
  '<': 'The figure is below the value.',
  '<=': 'The figure is the value or below it.',
  '==': 'The figure is exactly the value.',
  '!=': 'The figure is anything but the value.',
  between: 'The figure lies within a range, its ends included.',
  outside: 'The figure lies below or above a range.',
};

export const aggregationMeanings: Record<Aggregation, string> = {
  avg: 'Mean of the samples.',
  min: 'Least sample.',
  max: 'Greatest sample.',
  last: 'Newest sample.',
  sum: 'Sum of the samples.',
  count: 'Number of samples.',
  rate: 'Change from the first sample to the last, per second.',
  change: 'Change from the first sample to the last.',
  stddev: 'Standard deviation of the samples.',
  p50: 'Median: half of the samples are below it.',
  p95: '95 of 100 samples are below it.',
  p99: '99 of 100 samples are below it.',
};

export const severityMeanings: Record<(typeof severities)[number], string> = {
  info: 'Worth knowing.',
  warning: 'Needs a look soon.',
  critical: 'Needs somebody now.',
};

import {
  aggregations,
  type Bound,
  type Condition,
  type Levels,
  type Measure,
  type Rule,
} from '../../src/protocol/rules/rule';

const number = (value: number): Bound => ({ kind: 'number', value });
const windows = [1000, 10_000, 30_000, 60_000, 300_000, 3_600_000];

/** Rules as people write them, over and over with other figures: most about one series, some about several. */
export function benchRules(count: number): Rule[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `rule-${i}`,
    name: `Rule ${i}`,
    enabled: true,
    severity: 'warning',
    category: 'bench',
    condition: conditionOf(i),
    forMs: 0,
    keepFiringMs: 0,
    escalate: [],
    labels: {},
    inhibits: [],
    actions: [],
  }));
}

function conditionOf(i: number): Condition {
  const bound = 20 + (i % 70);
  const one = String(i % 8);
  const model = `model-${i % 18}`;
  switch (i % 10) {
    case 0:
    case 1:
      return leaf(measure(i, 'system.cpu_percent'), { one: number(bound) });
    case 2:
      return leaf(measure(i, 'system.memory_percent'), { warning: number(bound), critical: number(bound + 10) });
    case 3:
      return leaf(measure(i, 'system.filesystem_percent', { mount: `/disk${i % 40}` }), { one: number(bound) });
    case 4:
      return leaf(measure(i, 'system.gpu_memory_percent', { gpu: one }), { one: number(bound) });
    case 5:
      return {
        kind: 'all',
        conditions: [
          leaf(measure(i, 'model.tokens_per_second', { model }), { one: number(bound) }),
          leaf(measure(i + 1, 'model.requests_active', { model }), { one: number(10) }),
          leaf(measure(i, 'system.cpu_percent'), { one: number(bound) }),
        ],
      };
    case 6:
      return leaf(measure(i, 'model.tokens_per_second', { model }), {
        one: {
          kind: 'baseline',
          windowMs: 86_400_000,
          offsetMs: 300_000,
          aggregation: 'p50',
          factor: 0.6,
          leastSamples: 60,
        },
      });
    case 7:
      return {
        kind: 'any',
        conditions: [
          leaf(measure(i, 'model.ttft_ms', { model }), { one: number(bound) }),
          leaf(measure(i, 'system.swap_percent'), { one: number(bound) }),
        ],
      };
    case 8:
      return { kind: 'absent', selector: { metric: 'model.tokens_per_second', labels: { model } }, forMs: 120_000 };
    default:
      // Every twentieth rule is about all series of a metric.
      return leaf(measure(i, 'system.gpu_percent', i % 20 === 9 ? {} : { gpu: one }), { one: number(bound) });
  }
}

function measure(i: number, metric: string, labels: Record<string, string> = {}): Measure {
  return {
    selector: { metric, labels },
    aggregation: i % 3 === 0 ? aggregations[i % aggregations.length]! : 'avg',
    windowMs: windows[i % windows.length]!,
  };
}

function leaf(of: Measure, bounds: Levels<Bound>): Condition {
  return { kind: 'compare', measure: of, operator: '>', bounds };
}

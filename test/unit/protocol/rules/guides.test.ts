import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseRules } from '../../../../src/protocol/rules/parseRules';
import type { Condition, Rule } from '../../../../src/protocol/rules/rule';
import * as guides from './guideRules';

function rulesOf(text: string): readonly Rule[] {
  const { rules, problems, isBroken } = parseRules(text);
  assert.deepEqual(problems, []);
  assert.equal(isBroken, false);
  return rules.map(({ rule }) => rule);
}

type Compare = Extract<Condition, { kind: 'compare' }>;

const compare = ({ condition }: Rule): Compare => {
  assert.ok(condition.kind === 'compare');
  return condition;
};

/** `metric{labels} aggregation window operator bounds`, short enough for a table. */
function told(rule: Rule): string {
  const { measure, operator, bounds } = compare(rule);
  const { metric, labels } = measure.selector;
  const selector = Object.keys(labels).length === 0 ? metric : `${metric}${JSON.stringify(labels)}`;
  const levels = 'one' in bounds ? [bounds.one] : [bounds.warning, bounds.critical];
  const values = levels.map((bound) => (bound.kind === 'number' ? bound.value : bound.kind)).join('/');
  return `${selector} ${measure.aggregation} ${measure.windowMs / 1000}s ${operator} ${values}`;
}

describe('rules of the guides', () => {
  it('load as the integration guide writes them', () => {
    const [cpu, memory, ...none] = rulesOf(guides.integrationRules);
    assert.deepEqual(none, []);
    assert.deepEqual(cpu, {
      id: 'cpu_high',
      name: 'High CPU Usage',
      enabled: true,
      severity: 'warning',
      category: 'performance',
      condition: {
        kind: 'all',
        conditions: [
          {
            kind: 'compare',
            measure: { selector: { metric: 'system.cpu_percent', labels: {} }, aggregation: 'avg', windowMs: 300_000 },
            operator: '>',
            bounds: { one: { kind: 'number', value: 80 } },
          },
        ],
      },
      forMs: 0,
      keepFiringMs: 0,
      cooldownMs: 60_000,
      escalate: [],
      labels: {},
      inhibits: [],
      actions: [
        {
          type: 'notify.toast',
          level: 'warning',
          message: 'CPU usage is high ({{cpu_percent}}%)',
          durationMs: 5000,
        },
        { type: 'log.audit', category: 'performance', message: 'High CPU usage detected' },
      ],
    } satisfies Rule);
    assert.equal(memory?.id, 'memory_critical');
    assert.equal(memory.severity, 'critical');
    assert.equal(memory.cooldownMs, undefined);
    assert.equal(memory.actions[1]?.type, 'suggest.mitigation');
  });

  it('load as a bare list with several comparisons', () => {
    const [rule] = rulesOf(guides.customRules);
    assert.ok(rule?.condition.kind === 'all');
    const [speed, wait] = rule.condition.conditions as readonly Compare[];
    assert.equal(speed?.measure.selector.metric, 'model.tokens_per_second');
    assert.deepEqual([wait?.measure.aggregation, wait?.measure.windowMs], ['p95', 60_000]);
  });

  it('load with patterns, static and learnt thresholds', () => {
    const rules = rulesOf(guides.fleetRules);
    assert.deepEqual(
      rules.map((rule) => `${rule.id} ${rule.severity}: ${told(rule)}`),
      [
        'high_cpu_warning warning: system.cpu_percent avg 300s > baseline',
        'high_cpu_warning.agent.cpu_percent warning: agent.cpu_percent avg 300s > baseline',
        'agent_failure_critical critical: agent.success_percent avg 300s < 80',
      ],
    );
    const { bounds } = compare(rules[0]!);
    assert.ok('one' in bounds && bounds.one.kind === 'baseline');
    // 80 % of a normal distribution lie within 1.2816 deviations.
    assert.ok(Math.abs(bounds.one.deviations! - 1.2816) < 0.001, String(bounds.one.deviations));
    assert.equal(bounds.one.windowMs, 86_400_000);
  });

  it('load from a whole configuration, of which the rest is no matter of theirs', () => {
    assert.deepEqual(rulesOf(guides.fleetConfiguration).map(told), [
      'system.cpu_percent avg 300s > 80',
      'system.memory_percent avg 60s > 85',
      'system.filesystem_percent avg 60s > 90',
      'agent.response_ms avg 300s > 5000',
      'agent.success_percent avg 300s < 85',
    ]);
  });

  it('load from comparisons written out', () => {
    const rules = rulesOf(guides.storageAlerts);
    assert.deepEqual(
      rules.map((rule) => `${rule.id} ${rule.severity}: ${told(rule)}`),
      [
        'event_queue_depth.warning warning: monitor.event_queue_depth avg 10s > 500',
        'write_latency_ms.warning warning: monitor.write_latency_ms avg 10s > 50',
        'frame_processing_ms.critical critical: monitor.tick_ms{"stage":"tick"} avg 10s > 16.67',
        'memory_usage_mb.warning warning: monitor.memory_bytes avg 60s > 4294967296',
      ],
    );
  });

  it('load from thresholds of two levels', () => {
    const rules = rulesOf(guides.instanceThresholds);
    assert.deepEqual(rules.map(told), [
      'monitor.tick_ms{"stage":"tick"} avg 10s > 12/18',
      'monitor.memory_bytes avg 60s > 419430400/629145600',
      'agent.success_percent avg 300s < 95/90',
      'model.rate_limited change 60s > 10/25',
    ]);
    for (const { actions } of rules)
      assert.deepEqual(
        actions.map(({ type }) => type),
        ['notify.toast', 'log.audit'],
      );
  });

  it('name one agent, or the machine, where a pattern does', () => {
    const pattern = (name: string): readonly Rule[] =>
      rulesOf(`{"rules": [{"rule_id": "a", "metric_pattern": "${name}", "threshold_value": 5}]}`);
    assert.deepEqual(pattern('planner_cpu_usage_percent').map(told), [
      'agent.cpu_percent{"agent":"planner"} avg 300s > 5',
    ]);
    assert.deepEqual(pattern('system_cpu_usage_percent').map(told), ['system.cpu_percent avg 300s > 5']);
    assert.deepEqual(pattern('*_response_time_seconds').map(told), ['agent.response_ms avg 300s > 5000']);
  });
});

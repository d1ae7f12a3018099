// @ts-check
import { actionSchema } from './actionSchema.mjs';
import { conditionSchemas } from './conditionSchema.mjs';
import { object, ref, words } from './parts.mjs';

/** The JSON schema of rule files, for completion, hovers and checks in the editor. @param {import('../tables.mjs').Tables} tables */
export function ruleSchema(tables) {
  const { shapes, meanings } = tables.rules;
  const listOf = (/** @type {string} */ name) => ({ type: 'array', items: ref(name) });
  const own = object(shapes.rule, meanings.rule, {
    severity: ref('severity'),
    conditions: ref('condition'),
    escalate: { anyOf: [ref('escalation'), listOf('escalation')] },
    inhibits: { anyOf: [ref('inhibition'), listOf('inhibition')] },
    actions: listOf('action'),
  });
  const rules = {
    type: 'array',
    items: ref('rule'),
    description: 'The rules. Each is in force whatever is wrong with others.',
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Alert rules of Wirthforge Monitor',
    allowComments: true,
    allowTrailingCommas: true,
    type: ['object', 'array'],
    items: ref('rule'),
    properties: {
      rules,
      alert_rules: rules,
      alert_thresholds: { type: 'object' },
      alertThresholds: { type: 'object' },
    },
    definitions: {
      rule: {
        type: 'object',
        // Rules of other monitors have a form of their own.
        if: { anyOf: [{ required: ['rule_id'] }, { required: ['metric_pattern'] }] },
        then: {},
        else: own,
        defaultSnippets: [snippet],
      },
      severity: words(meanings.severity, ['low', 'medium', 'high']),
      escalation: {
        ...shapes.escalation,
        properties: { ...shapes.escalation['properties'], severity: ref('severity') },
      },
      inhibition: { anyOf: [shapes.inhibition['properties'].rules, object(shapes.inhibition, meanings.inhibition)] },
      ...conditionSchemas(tables),
      metric: metricSchema(tables),
      action: actionSchema(tables.rules),
    },
  };
}

/** Every metric with what it means. @param {import('../tables.mjs').Tables} tables */
function metricSchema({ catalogue }) {
  const named = Object.entries(catalogue).map(([id, metric]) => [id, meaningOf(metric)]);
  // Any other name is left to the monitor: it proposes the nearest ones, where an editor would list all there are.
  return { anyOf: [words(Object.fromEntries(named)), { type: 'string' }] };
}

/** @param {import('../tables.mjs').Metric} metric */
function meaningOf({ meaning, unit, labels }) {
  const named = labels.length === 0 ? '' : ` Labels: ${labels.map((label) => `\`${label}\``).join(', ')}.`;
  return `${meaning}\n\nUnit: ${unit.replaceAll('_', ' ')}.${named}`;
}

const snippet = {
  label: 'New rule',
  description: 'A rule that shows a notification.',
  body: {
    id: '${1:my_rule}',
    name: '${2:What is the matter}',
    severity: '${3:warning}',
    conditions: { metric: '${4:system.cpu_percent}', operator: '${5:>}', value: '^${6:80}', window: '${7:5m}' },
    for: '${8:1m}',
    actions: [{ type: 'notify.toast' }],
  },
};

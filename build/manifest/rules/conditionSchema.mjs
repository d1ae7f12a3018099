// @ts-check
import { object, ref, words } from './parts.mjs';

const numberOrRange = { anyOf: [{ type: 'number' }, ref('range')] };

/** What conditions are made of. @param {import('../tables.mjs').Tables} tables @returns {Record<string, import('./parts.mjs').JsonSchema>} */
export function conditionSchemas({ rules: { shapes, meanings }, settings }) {
  const list = { type: 'array', minItems: 1, items: ref('condition') };
  const own = { ...shapes.compare['properties'], ...shapes.absent['properties'] };
  const properties = { when_all: list, when_any: list, when_not: list, ...own };
  const condition = object({ type: 'object', properties }, meanings.condition, {
    metric: ref('metric'),
    operator: words(meanings.operator),
    aggregation: ref('aggregation'),
    value: ref('bounds'),
    baseline: ref('baseline'),
    clear: { anyOf: [ref('bounds'), ref('baselineClear')] },
  });
  const groups = ['when_all', 'when_any', 'when_not'].map((key) => ({ required: [key] }));
  const keys = Object.entries(settings).filter(([, { schema }]) => ['number', 'integer'].includes(schema['type']));
  return {
    condition: {
      ...condition,
      if: { anyOf: groups },
      then: {},
      else: {
        if: { required: ['absent'] },
        then: { required: ['metric', 'absent'] },
        else: { required: ['metric', 'operator'], anyOf: [{ required: ['value'] }, { required: ['baseline'] }] },
      },
      defaultSnippets: snippets,
    },
    aggregation: words(meanings.aggregation),
    range: { ...shapes.range, description: 'The lower and the upper end of a range.' },
    bound: {
      anyOf: [
        numberOrRange,
        {
          type: 'object',
          properties: { setting: words(Object.fromEntries(keys.map(([key, { description }]) => [key, description]))) },
          required: ['setting'],
          additionalProperties: false,
        },
        object(shapes.otherMetric, meanings.bound, { metric: ref('metric'), aggregation: ref('aggregation') }),
      ],
    },
    bounds: {
      anyOf: [
        ref('bound'),
        {
          type: 'object',
          properties: { warning: ref('bound'), critical: ref('bound') },
          required: ['warning', 'critical'],
          additionalProperties: false,
        },
      ],
    },
    baseline: object(shapes.baseline, meanings.baseline, { aggregation: ref('aggregation') }),
    baselineClear: object(shapes.baselineClear, meanings.baseline),
  };
}

const snippets = [
  {
    label: 'Compare with a value',
    body: {
      metric: '${1:system.cpu_percent}',
      operator: '${2:>}',
      value: '^${3:80}',
      window: '${4:5m}',
      aggregation: '${5:avg}',
    },
  },
  {
    label: 'Compare with its own past',
    body: {
      metric: '${1:model.tokens_per_second}',
      operator: '${2:<}',
      window: '${3:1m}',
      baseline: { window: '${4:24h}', aggregation: '${5:p50}', factor: '^${6:0.6}' },
    },
  },
  { label: 'No data', body: { metric: '${1:model.tokens_per_second}', absent: '${2:5m}' } },
];

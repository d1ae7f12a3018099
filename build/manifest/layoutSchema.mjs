// @ts-check
import { object, ref, words } from './rules/parts.mjs';

/** The JSON schema of layout files, for completion, hovers and checks in the editor. @param {import('./tables.mjs').Tables} tables */
export function layoutSchema({ layout: { shapes, meanings, limits, kinds }, rules, catalogue }) {
  const titles = Object.entries(kinds).map(([type, { title, meaning }]) => [type, `${title}. ${meaning}`]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Layout of the dashboard of Wirthforge Monitor',
    allowComments: true,
    allowTrailingCommas: true,
    type: 'object',
    properties: {
      layout: {
        allOf: [ref('layout')],
        description: 'What the dashboard shows, and where.',
      },
    },
    required: ['layout'],
    additionalProperties: false,
    definitions: {
      layout: {
        ...object(shapes.root, meanings.layout, {
          grid: object(shapes.grid, meanings.grid),
          panels: { type: 'array', maxItems: limits['panels'], items: ref('panel') },
          theme: themeSchema(shapes, meanings),
        }),
        required: ['panels'],
      },
      panel: {
        ...object(shapes.panel, meanings.panel, {
          type: words(Object.fromEntries(titles)),
          config: { type: 'object' },
        }),
        allOf: Object.entries(shapes.configs).map(([type, shape]) => ({
          if: { properties: { type: { const: type } }, required: ['type'] },
          then: { properties: { config: configSchema(type, shape, meanings) } },
        })),
        defaultSnippets: snippets(kinds),
      },
      severity: words(rules.meanings.severity, ['low', 'medium', 'high']),
      overviewMetric: words(meanings.overview),
      chartMetric: {
        anyOf: [
          ref('metric'),
          object(shapes.chartMetric, meanings.chartMetric, { metric: { anyOf: [ref('metric'), { type: 'string' }] } }),
        ],
        defaultSnippets: [
          {
            label: 'Metric with a name of its own',
            body: { source: '${1:system}', metric: '${2:cpu_percent}', name: '${3:CPU}' },
          },
        ],
      },
      // Any other name is left to the monitor, which proposes the nearest ones.
      metric: {
        anyOf: [
          words(Object.fromEntries(Object.entries(catalogue).map(([id, { meaning }]) => [id, meaning]))),
          { type: 'string' },
        ],
      },
    },
  };
}

/** @param {import('./tables.mjs').LayoutTables['shapes']} shapes @param {import('./tables.mjs').LayoutTables['meanings']} meanings */
function themeSchema(shapes, meanings) {
  return object(shapes.theme, meanings.theme, {
    name: words(meanings.themeName),
    colors: object(shapes.colours, meanings.colour),
  });
}

/** What the parts of configurations offer that have words of their own. @type {Record<string, (meanings: import('./tables.mjs').LayoutTables['meanings']) => Record<string, import('./tables.mjs').JsonSchema>>} */
const parts = {
  system_overview: () => ({ metrics: { type: 'array', items: ref('overviewMetric') } }),
  energy_viz: (meanings) => ({ visualization: words(meanings.visualization) }),
  performance_chart: () => ({ metrics: { type: 'array', items: ref('chartMetric') } }),
  alert_list: () => ({ severityFilter: { type: 'array', items: ref('severity') } }),
};

/** @param {string} type @param {import('./tables.mjs').JsonSchema} shape @param {import('./tables.mjs').LayoutTables['meanings']} meanings */
function configSchema(type, shape, meanings) {
  const sources = shape['properties']['sources'] && { sources: { type: 'array', items: { type: 'string' } } };
  return object(shape, meanings.config, { ...sources, ...parts[type]?.(meanings) });
}

/** @param {import('./tables.mjs').LayoutTables['kinds']} kinds */
function snippets(kinds) {
  return Object.entries(kinds).map(([type, { title, meaning, size }]) => ({
    label: `Panel: ${title}`,
    description: meaning,
    body: { id: `\${1:${type}}`, type, position: { x: '^${2:0}', y: '^${3:0}' }, size },
  }));
}

// @ts-check
import { paletteWhen } from './contributes.mjs';
import { inSections } from './sections.mjs';

/** The reference of settings, commands and metrics as Markdown. @param {import('./tables.mjs').Tables} tables */
export function reference({ settings, commands, catalogue }) {
  return [
    '<!-- Generated from src/protocol by build/manifest.mjs. Change the tables there, then run it. -->',
    '# Reference',
    '## Settings',
    'Every setting is under `wirthforge.`. Those of scope machine cannot be set by a workspace.',
    ...inSections(settings).flatMap((section) => [
      `### ${section.title}`,
      table(
        ['Setting', 'Value', 'Default', 'Scope', 'Meaning'],
        section.settings.map(([key, { schema, default: fallback, scope, description }]) => [
          `\`${key}\``,
          valueText(schema),
          `\`${JSON.stringify(fallback)}\``,
          scope,
          description,
        ]),
      ),
    ]),
    '## Commands',
    table(
      ['Command', 'Id', 'In the palette'],
      Object.entries(commands).map(([name, { title }]) => [
        `Wirthforge: ${title}`,
        `\`wirthforge.${name}\``,
        inPalette(paletteWhen[name]),
      ]),
    ),
    '## Metrics',
    'A value is measured, estimated or unavailable, and says so wherever it is shown; one that is unavailable is never shown as 0. Prometheus gets base units: seconds for milliseconds, ratios for percent.',
    ...sourcesOf(catalogue).flatMap(([source, metrics]) => [
      `### ${source}`,
      table(
        ['Metric', 'Unit', 'Kind', 'Meaning', 'Source', 'OpenTelemetry', 'Prometheus'],
        metrics.map(([id, metric]) => [
          `\`${id}${metric.labels.length === 0 ? '' : `{${metric.labels.join(',')}}`}\``,
          metric.unit.replaceAll('_', ' '),
          metric.kind,
          metric.meaning,
          metric.source,
          `\`${metric.otel}\``,
          `\`wirthforge_${metric.prometheus}\``,
        ]),
      ),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}

/** @param {string | undefined} when */
function inPalette(when) {
  if (when === undefined) return 'always';
  return when === 'false' ? 'no, in the menu of an alert' : `when \`${when}\``;
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** @param {import('./tables.mjs').Tables['catalogue']} catalogue */
function sourcesOf(catalogue) {
  /** @type {Map<string, [string, import('./tables.mjs').Metric][]>} */
  const sources = new Map();
  for (const entry of Object.entries(catalogue)) {
    const source = entry[0].split('.')[0] ?? '';
    const metrics = sources.get(source) ?? [];
    metrics.push(entry);
    sources.set(source, metrics);
  }
  return [...sources];
}

/** What a value may be, in words. @param {import('./tables.mjs').JsonSchema} schema @returns {string} */
function valueText(schema) {
  if (schema['enum']) return schema['enum'].map((/** @type {unknown} */ value) => `\`${value}\``).join(', ');
  switch (schema['type']) {
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `whole number from ${schema['minimum']} to ${schema['maximum']}`;
    case 'number':
      return `number from ${schema['minimum']} to ${schema['maximum']}`;
    case 'string':
      return schema['pattern'] ? `text like \`${schema['pattern']}\`` : 'text';
    case 'array':
      return `list, ${schema['maxItems']} at most: ${valueText(schema['items'])}`;
    case 'object':
      return Object.entries(schema['properties'])
        .map(([name, part]) => `${name} (${valueText(part)})`)
        .join('; ');
    default:
      throw new Error(`No words for a value like ${JSON.stringify(schema)}: add them in build/manifest/reference.mjs.`);
  }
}

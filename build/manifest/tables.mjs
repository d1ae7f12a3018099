// @ts-check
import { build } from 'esbuild';
import { root } from '../installed.mjs';

/**
 * @typedef {Record<string, any>} JsonSchema
 * @typedef {{ schema: JsonSchema, default: unknown, description: string, scope: 'window' | 'machine' }} Setting
 * @typedef {{ title: string, icon: string }} Command
 * @typedef {{ unit: string, kind: string, meaning: string, source: string, labels: string[], otel: string, prometheus: string }} Metric
 * @typedef {Record<string, string>} Meanings
 * @typedef {{ metric: string, labels?: Record<string, string>, aggregation?: string, windowMs: number }} KnownFigure
 * @typedef {{ machine?: KnownFigure, agent?: KnownFigure }} NamedFigure
 * @typedef {{
 *   limits: Record<string, number>, namedFigures: [string, NamedFigure][],
 *   shapes: { rule: JsonSchema, escalation: JsonSchema, inhibition: JsonSchema, compare: JsonSchema, absent: JsonSchema, range: JsonSchema,
 *     otherMetric: JsonSchema, baseline: JsonSchema, baselineClear: JsonSchema, actions: Record<string, JsonSchema> },
 *   meanings: { rule: Meanings, condition: Meanings, bound: Meanings, baseline: Meanings, inhibition: Meanings, action: Meanings, actionKey: Meanings,
 *     operator: Meanings, aggregation: Meanings, severity: Meanings },
 * }} RuleTables
 * @typedef {{
 *   limits: Record<string, number>, kinds: Record<string, { title: string, meaning: string, size: { width: number, height: number } }>,
 *   shapes: { root: JsonSchema, grid: JsonSchema, theme: JsonSchema, colours: JsonSchema, panel: JsonSchema, chartMetric: JsonSchema, configs: Record<string, JsonSchema> },
 *   meanings: { layout: Meanings, grid: Meanings, panel: Meanings, config: Meanings, chartMetric: Meanings, theme: Meanings, themeName: Meanings,
 *     colour: Meanings, visualization: Meanings, overview: Meanings },
 * }} LayoutTables
 * @typedef {{ settings: Record<string, Setting>, commands: Record<string, Command>, catalogue: Record<string, Metric>, rules: RuleTables, layout: LayoutTables }} Tables
 */

const entry = `
import { toJsonSchema } from '@valibot/to-json-schema';
import { catalogue } from './src/protocol/catalogue';
import { commands } from './src/protocol/commands';
import { layoutLimits } from './src/protocol/layout/limits';
import * as layoutMeanings from './src/protocol/layout/meanings';
import { panelKinds } from './src/protocol/layout/panelKinds';
import * as layoutShapes from './src/protocol/layout/shapes';
import * as meanings from './src/protocol/rules/meanings';
import { actionShapes } from './src/protocol/rules/shapes/action';
import { limits } from './src/protocol/rules/limits';
import { namedFigures } from './src/protocol/rules/otherForms/figures';
import * as condition from './src/protocol/rules/shapes/condition';
import * as rule from './src/protocol/rules/shapes/ruleShape';
import { settings as table } from './src/protocol/settings';
const settings = Object.fromEntries(Object.entries(table).map(([key, setting]) => {
  const { $schema, ...schema } = toJsonSchema(setting.schema);
  return [key, { ...setting, schema }];
}));
// A time is checked and turned into milliseconds by steps that JSON Schema has no words for; its form stays.
const options = {
  typeMode: 'input',
  errorMode: 'ignore',
  overrideAction: ({ valibotAction: { type, message }, jsonSchema }) =>
    type === 'regex' && typeof message === 'string' ? { ...jsonSchema, patternErrorMessage: 'This takes ' + message + '.' } : undefined,
};
const schemaOf = (shape) => {
  const { $schema, ...schema } = toJsonSchema(shape, options);
  return schema;
};
const meaningsOf = (tables) =>
  Object.fromEntries(Object.entries(tables).map(([name, table]) => [name.replace(/Meanings$/, ''), table]));
const rules = {
  limits,
  namedFigures: [...namedFigures],
  shapes: {
    rule: schemaOf(rule.ruleShape),
    escalation: schemaOf(rule.escalationShape),
    inhibition: schemaOf(rule.inhibitionShape),
    compare: schemaOf(condition.compareShape),
    absent: schemaOf(condition.absentShape),
    range: schemaOf(condition.rangeShape),
    otherMetric: schemaOf(condition.otherMetricShape),
    baseline: schemaOf(condition.baselineShape),
    baselineClear: schemaOf(condition.baselineClearShape),
    actions: Object.fromEntries(Object.entries(actionShapes).map(([type, shape]) => [type, schemaOf(shape)])),
  },
  meanings: meaningsOf(meanings),
};
const { configShapes, ...ownShapes } = layoutShapes;
const schemasOf = (shapes) =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name.replace(/Shape$/, ''), schemaOf(shape)]));
const layout = {
  limits: layoutLimits,
  kinds: panelKinds,
  shapes: { ...schemasOf(ownShapes), configs: schemasOf(configShapes) },
  meanings: meaningsOf(layoutMeanings),
};
export { catalogue, commands, layout, rules, settings };
`;

/** The tables of src/protocol as they are now, schemas as JSON Schema. @returns {Promise<Tables>} */
export async function loadTables() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: { contents: entry, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  if (!file) throw new Error('The tables of src/protocol could not be bundled.');
  return import(`data:text/javascript;base64,${Buffer.from(file.contents).toString('base64')}`);
}

// @ts-check
import { build } from 'esbuild';
import { root } from '../installed.mjs';

/**
 * @typedef {Record<string, any>} JsonSchema
 * @typedef {{ schema: JsonSchema, default: unknown, description: string, scope: 'window' | 'machine' }} Setting
 * @typedef {{ title: string, icon: string }} Command
 * @typedef {{ unit: string, kind: string, meaning: string, source: string, labels: string[], otel: string, prometheus: string }} Metric
 * @typedef {{ settings: Record<string, Setting>, commands: Record<string, Command>, catalogue: Record<string, Metric> }} Tables
 */

const entry = `
import { toJsonSchema } from '@valibot/to-json-schema';
import { catalogue } from './src/protocol/catalogue';
import { commands } from './src/protocol/commands';
import { settings as table } from './src/protocol/settings';
const settings = Object.fromEntries(Object.entries(table).map(([key, setting]) => {
  const { $schema, ...schema } = toJsonSchema(setting.schema);
  return [key, { ...setting, schema }];
}));
export { catalogue, commands, settings };
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
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  if (!file) throw new Error('The tables of src/protocol could not be bundled.');
  return import(`data:text/javascript;base64,${Buffer.from(file.contents).toString('base64')}`);
}

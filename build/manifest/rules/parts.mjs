// @ts-check

/** @typedef {import('../tables.mjs').JsonSchema} JsonSchema */

/** @param {string} name @returns {JsonSchema} */
export const ref = (name) => ({ $ref: `#/definitions/${name}` });

/** One of a few words, each with its meaning. @param {Record<string, string>} meanings @param {readonly string[]} [silent] Words that are understood but not offered. @returns {JsonSchema} */
export function words(meanings, silent = []) {
  const offered = { type: 'string', enum: Object.keys(meanings), markdownEnumDescriptions: Object.values(meanings) };
  return silent.length === 0 ? offered : { anyOf: [offered, { type: 'string', enum: silent }] };
}

/**
 * An object of which every key has its meaning and none is unknown.
 * @param {JsonSchema} schema @param {Record<string, string>} meanings @param {Record<string, JsonSchema>} [instead] Schemas for some of its keys.
 * @returns {JsonSchema}
 */
export function object(schema, meanings, instead = {}) {
  const properties = Object.entries(schema['properties']).map(([key, part]) => [
    key,
    { ...besideWords(instead[key] ?? part), markdownDescription: meanings[key] },
  ]);
  return { ...schema, properties: Object.fromEntries(properties), additionalProperties: false };
}

/** What stands beside a reference is not read. @param {JsonSchema} schema */
const besideWords = (schema) => (schema['$ref'] === undefined ? schema : { allOf: [schema] });

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { metricIds } from '../../../../src/protocol/catalogue';
import { parseRules } from '../../../../src/protocol/rules/parseRules';
import { aggregations, operators } from '../../../../src/protocol/rules/rule';
import { actionTypes } from '../../../../src/protocol/rules/shapes/action';

type Schema = Readonly<Record<string, unknown>>;
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(process.cwd(), file), 'utf8'));
const schema = read('media/alert-rules.schema.json') as { readonly definitions: Readonly<Record<string, Schema>> };

/** What a path of keys leads to, references followed. */
function at(from: unknown, ...keys: readonly (string | number)[]): unknown {
  let found = from;
  for (const key of keys) {
    found = (found as Schema)[key];
    // A reference that has words beside it is wrapped, since editors do not read what stands beside one.
    [found] = (found as { allOf?: readonly unknown[] } | undefined)?.allOf ?? [found];
    const reference = (found as { $ref?: string } | undefined)?.$ref;
    if (reference !== undefined) found = schema.definitions[reference.replace('#/definitions/', '')];
  }
  return found;
}
const condition = (...keys: readonly (string | number)[]): unknown =>
  at(schema.definitions['condition'], 'properties', ...keys);

/** All schemas in a schema. */
function* schemasIn(part: unknown): Generator<Schema> {
  if (typeof part !== 'object' || part === null) return;
  if (!Array.isArray(part)) yield part as Schema;
  for (const inner of Object.values(part)) yield* schemasIn(inner);
}

describe('the schema of rule files', () => {
  it('offers every metric, operator, aggregation and action, each with its meaning', () => {
    const offered: [readonly string[], unknown][] = [
      [metricIds, condition('metric', 'anyOf', 0)],
      [operators, condition('operator')],
      [aggregations, condition('aggregation')],
      [actionTypes, at(schema.definitions['action'], 'properties', 'type')],
    ];
    for (const [names, part] of offered) {
      assert.deepEqual(new Set((part as { enum: string[] }).enum), new Set(names));
      const meanings = (part as { markdownEnumDescriptions: string[] }).markdownEnumDescriptions;
      assert.equal(meanings.length, names.length);
      assert.ok(meanings.every((meaning) => /^[A-Z0-9].*\.$/s.test(meaning)));
    }
  });

  it('takes any name for a metric, since the monitor itself proposes the nearest in place of one that it does not know', () => {
    assert.deepEqual(condition('metric', 'anyOf', 1), { type: 'string' });
    const { problems } = parseRules(
      '[{ "id": "a", "conditions": { "metric": "system.cpu_percnt", "operator": ">", "value": 1 } }]',
    );
    assert.match(problems.map(({ message }) => message).join(), /system\.cpu_percent/);
  });

  it('says of each word of a condition what it means', () => {
    const words = condition() as Readonly<Record<string, { readonly markdownDescription?: string }>>;
    for (const word of ['window', 'aggregation', 'ignore_zero', 'clear'])
      assert.match(words[word]?.markdownDescription ?? '', /^[A-Z].*\.$/s, word);
  });

  it('has nothing beside a reference, where editors do not read it', () => {
    for (const part of schemasIn(schema))
      if (typeof part['$ref'] === 'string') assert.deepEqual(Object.keys(part), ['$ref']);
  });

  it('leads nowhere that is not there', () => {
    for (const { $ref } of schemasIn(schema))
      if (typeof $ref === 'string') assert.ok(schema.definitions[$ref.replace('#/definitions/', '')], $ref);
  });

  it('proposes a rule that is good as it stands', () => {
    const [{ body }] = at(schema.definitions['rule'], 'defaultSnippets') as [{ body: unknown }];
    // As VS Code puts it in: `${1:text}` is the text, and a caret before it takes the quotes away.
    const text = JSON.stringify([body])
      .replace(/"\^\$\{\d+:([^}]*)\}"/g, '$1')
      .replace(/\$\{\d+:([^}]*)\}/g, '$1');
    const { rules, problems } = parseRules(text);
    assert.deepEqual(problems, []);
    assert.equal(rules.length, 1);
  });

  it('is for rule files in the data folder only, which are JSON with comments', () => {
    const { contributes } = read('package.json') as {
      contributes: {
        jsonValidation: readonly { fileMatch: string; url: string }[];
        languages: readonly { id: string; filenamePatterns: readonly string[] }[];
      };
    };
    const fileMatch = '**/wirthforge.wirthforge-monitor/alert-rules.json';
    const own = contributes.jsonValidation.filter(({ url }) => url === './media/alert-rules.schema.json');
    assert.deepEqual(own, [{ fileMatch, url: './media/alert-rules.schema.json' }]);
    const [jsonc] = contributes.languages;
    assert.equal(jsonc?.id, 'jsonc');
    assert.ok(jsonc.filenamePatterns.includes(fileMatch));
  });

  it('ships with the default rules', () => {
    const shipped = readFileSync(path.join(process.cwd(), '.vscodeignore'), 'utf8').split('\n');
    for (const file of ['schema', 'default']) assert.ok(shipped.includes(`!media/alert-rules.${file}.json`), file);
  });
});

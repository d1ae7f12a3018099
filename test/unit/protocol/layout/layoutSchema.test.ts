import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { metricIds } from '../../../../src/protocol/catalogue';
import { panelTypes } from '../../../../src/protocol/layout/layout';
import { parseLayout } from '../../../../src/protocol/layout/parseLayout';

type Schema = Readonly<Record<string, unknown>>;
const textOf = (file: string): string => readFileSync(path.join(process.cwd(), file), 'utf8');
interface Words {
  readonly enum: readonly string[];
  readonly markdownEnumDescriptions: readonly string[];
}
interface Snippet {
  readonly label: string;
  readonly body: unknown;
}
const schema = JSON.parse(textOf('media/layout.schema.json')) as {
  readonly definitions: {
    readonly panel: {
      readonly properties: { readonly type: Words };
      readonly allOf: readonly {
        readonly if: { readonly properties: { readonly type: { readonly const: string } } };
      }[];
      readonly defaultSnippets: readonly Snippet[];
    };
    readonly metric: { readonly anyOf: readonly [Words] };
  } & Readonly<Record<string, Schema>>;
};

function* schemasIn(part: unknown): Generator<Schema> {
  if (typeof part !== 'object' || part === null) return;
  if (!Array.isArray(part)) yield part as Schema;
  for (const inner of Object.values(part)) yield* schemasIn(inner);
}

describe('The schema of layouts', () => {
  const { panel, metric } = schema.definitions;

  it('offers every type of panel and every metric, each with its meaning', () => {
    for (const [names, words] of [
      [panelTypes, panel.properties.type],
      [metricIds, metric.anyOf[0]],
    ] as const) {
      assert.deepEqual(new Set(words.enum), new Set(names));
      assert.equal(words.markdownEnumDescriptions.length, names.length);
      assert.ok(words.markdownEnumDescriptions.every((meaning) => /^[A-Z0-9].*\.$/s.test(meaning)));
    }
    assert.deepEqual(
      panel.allOf.map((part) => part.if.properties.type.const),
      [...panelTypes],
    );
  });

  it('proposes panels that are good as they stand', () => {
    const bodies = panel.defaultSnippets.map(({ body }) => body);
    // As VS Code puts them in: `${1:text}` is the text, and a caret before it takes the quotes away.
    const text = JSON.stringify({ layout: { panels: bodies } })
      .replace(/"\^\$\{\d+:([^}]*)\}"/g, '$1')
      .replace(/\$\{\d+:([^}]*)\}/g, '$1');
    const { layout, problems } = parseLayout(text);
    assert.equal(layout?.panels.length, panelTypes.length);
    assert.ok(
      problems.every(({ message }) => message.includes('would cover')),
      JSON.stringify(problems),
    );
  });

  it('has nothing beside a reference, and leads nowhere that is not there', () => {
    for (const part of schemasIn(schema)) {
      const { $ref } = part;
      if (typeof $ref !== 'string') continue;
      assert.deepEqual(Object.keys(part), ['$ref']);
      assert.ok(Object.hasOwn(schema.definitions, $ref.replace('#/definitions/', '')), $ref);
    }
  });

  it('says of every key what it means', () => {
    for (const part of schemasIn(schema)) {
      if (part['additionalProperties'] !== false || part === (schema as Schema)) continue;
      for (const [key, value] of Object.entries(part['properties'] as Schema))
        assert.match(String((value as Schema)['markdownDescription']), /^[A-Z].*\.$/s, key);
    }
  });

  it('is for the layout in the data folder, and ships with the usual layout', () => {
    const { contributes } = JSON.parse(textOf('package.json')) as {
      contributes: { jsonValidation: readonly { fileMatch: string; url: string }[] };
    };
    const fileMatch = '**/wirthforge.wirthforge-monitor/layout.json';
    assert.ok(
      contributes.jsonValidation.some((one) => one.fileMatch === fileMatch && one.url === './media/layout.schema.json'),
    );
    const shipped = textOf('.vscodeignore').split('\n');
    for (const file of ['schema', 'default']) assert.ok(shipped.includes(`!media/layout.${file}.json`), file);
  });
});

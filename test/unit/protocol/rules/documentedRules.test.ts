import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parseRules } from '../../../../src/protocol/rules/parseRules';

const fence = /```jsonc\n([^]*?)```/g;

/** What stands alone in the text, as the file of rules that it is a part of. */
function fileOf(example: string): string {
  if (example.includes('"rules": [')) return example;
  if (example.includes('"id"')) return `[${example}]`;
  return `[{ "id": "example", "conditions": ${example} }]`;
}

describe('Rules that the documentation shows', () => {
  for (const [page, count] of [
    ['README.md', 1],
    ['docs/alerts.md', 2],
  ] as const)
    it(`are good as they stand: ${page}`, () => {
      const text = readFileSync(path.join(process.cwd(), page), 'utf8');
      const examples = [...text.matchAll(fence)].map(([, example]) => fileOf(example!));
      assert.equal(examples.length, count);
      for (const example of examples) {
        const { rules, problems } = parseRules(example);
        assert.deepEqual(problems, [], example);
        assert.equal(rules.length, 1);
      }
    });
});

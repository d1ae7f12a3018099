import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../../../src/protocol/rules/limits';
import { parseRules } from '../../../../src/protocol/rules/parseRules';
import type { RuleFile } from '../../../../src/protocol/rules/ruleFile';
import * as guides from './guideRules';

const leaf = '{ "metric": "system.cpu_percent", "operator": ">", "value": 80 }';
const rule = (id: string): string => `{ "id": "${id}", "name": "Rule ${id}", "conditions": { "when_all": [${leaf}] } }`;
const file = (...rules: readonly string[]): string => `{ "rules": [\n${rules.join(',\n')}\n] }`;
const idsOf = ({ rules }: RuleFile): string => rules.map((placed) => placed.rule.id).join(' ');

/** What reading a text must keep to, whatever it holds. */
function checkPromises(text: string): RuleFile {
  const read = parseRules(text);
  assert.ok(read.problems.length <= limits.problems + 1);
  for (const { offset, length, line, column, message } of read.problems) {
    assert.ok(offset >= 0 && length >= 0 && offset <= text.length, message);
    assert.ok(line >= 1 && column >= 1 && message.length > 0 && message.length < 1000, message);
  }
  const ids = read.rules.map((placed) => placed.rule.id);
  for (const id of ids) assert.match(id, /^[A-Za-z0-9._-]{1,300}$/);
  assert.equal(new Set(ids).size, ids.length);
  if (read.isBroken) assert.ok(read.problems.some(({ weight }) => weight === 'error'));
  return read;
}

/** Damage to the rule b among a, b and c, in one line or with the rest of the text. */
const damaged: Record<string, { readonly b: string; readonly kept: string }> = {
  'a closing brace that is missing': { b: '{ "id": "b", "conditions": { "when_all": [] }', kept: 'a c' },
  'a closing bracket that is missing': { b: '{ "id": "b", "conditions": { "when_all": [ } }', kept: 'a c' },
  'all closing brackets missing': { b: '{ "id": "b", "conditions": { "when_any": [ { "metric": "x"', kept: 'a c' },
  'a quote that is missing': { b: '{ "id": "b, "name": 1,\n "conditions": {} }', kept: 'a c' },
  'a colon that is missing': { b: '{ "id" "b" }', kept: 'a c' },
  'a value that is missing': { b: '{ "id": , "name": }', kept: 'a c' },
  'words without quotes': { b: '{ id: b, conditions: none }', kept: 'a c' },
  'a brace too many': { b: `${rule('b')} }`, kept: 'a b c' },
  'something that is no rule': { b: '7, "text", null, [1, 2]', kept: 'a c' },
  'nothing between commas': { b: '', kept: 'a c' },
};

describe('a damaged rule file', () => {
  for (const [what, { b, kept }] of Object.entries(damaged))
    it(`keeps the other rules beside ${what}`, () => {
      const read = checkPromises(file(rule('a'), b, rule('c')));
      assert.equal(idsOf(read), kept);
      assert.equal(read.isBroken, false);
      assert.ok(read.problems.length > 0);
      assert.ok(read.problems.every(({ line }) => line === 3 || line === 4));
    });

  it('reads on where a comma is missing, and says so', () => {
    const read = checkPromises(`[${rule('a')}\n${rule('b')}]`);
    assert.equal(idsOf(read), 'a b');
    assert.match(read.problems[0]?.message ?? '', /^A comma is missing before this/);
  });

  it('takes comments, commas at the end and a mark of the byte order', () => {
    const read = checkPromises(`\uFEFF// rules\n{ "rules": [ /* first */ ${rule('a')}, ], }`);
    assert.equal(idsOf(read), 'a');
    assert.deepEqual(read.problems, []);
  });

  it('does not take what stands behind the end', () => {
    const read = checkPromises(`[${rule('a')}] [${rule('b')}]`);
    assert.equal(idsOf(read), 'a');
    assert.match(read.problems[0]?.message ?? '', /what follows is ignored/);
  });

  it('cannot reach a prototype', () => {
    const read = checkPromises('[{ "__proto__": { "id": "a", "conditions": {} } }]');
    assert.equal(read.rules.length, 0);
    assert.match(read.problems.map(({ message }) => message).join(), /"id" is missing/);
  });

  for (const [what, text, words] of [
    ['nothing', '', /empty/],
    ['blanks', ' \n\t', /empty/],
    ['zero bytes', `[${rule('a')}]\0`, /zero bytes/],
    ['a number', '7', /no list of rules/],
    ['other keys', '{ "rule": [] }', /no list of rules: .* Did you mean "rules"\?/],
    ['rules that are no list', '{ "rules": {} }', /no list of rules/],
    ['a configuration with settings of alerts', '{ "alerts": { "maxAlertsPerSecond": 10 } }', /no list of rules/],
    ['more than may be', ' '.repeat(limits.text + 1), /more than the 10 MiB/],
  ] as const)
    it(`is broken with ${what}`, () => {
      const { rules, problems, isBroken } = checkPromises(text);
      assert.ok(isBroken);
      assert.equal(rules.length, 0);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!.message, words);
      assert.match(problems[0]!.message, /The rules of before stay in force\.$/);
    });

  it('is no less good for being empty on purpose', () => {
    for (const text of ['[]', '{ "rules": [] }'])
      assert.deepEqual(parseRules(text), { rules: [], problems: [], isBroken: false });
  });

  it('keeps the rules before the place where it was cut, and is broken', () => {
    const text = file(rule('a'), rule('b'), rule('c'));
    fc.assert(
      fc.property(fc.nat(text.length - 1), (length) => {
        const read = checkPromises(text.slice(0, length));
        assert.ok(read.isBroken);
        const whole = ['a', 'b', 'c'].filter((id) => length >= text.indexOf(rule(id)) + rule(id).length);
        assert.equal(idsOf(read), whole.join(' '));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the rules before any damage', () => {
    const tail = `${rule('c')},\n${rule('d')}\n] }`;
    const head = `{ "rules": [\n${rule('a')},\n${rule('b')},\n`;
    const change = fc.record({
      at: fc.nat(tail.length),
      cut: fc.nat(20),
      put: fc.string({ unit: fc.constantFrom(...Array.from('{}[],:"/*\\ \n0e-atf')), maxLength: 12 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const end = changes.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), tail);
        assert.match(idsOf(checkPromises(head + end)), /^a b/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a hostile rule file', () => {
  it('is read to its end, whatever it holds', () => {
    const json = fc.json({ maxDepth: 6 });
    const marks = fc.string({ unit: fc.constantFrom(...Array.from('{}[],:"/*\\ \n1.eE-')), maxLength: 400 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          marks,
          json,
          json.map((text) => `[${text}]`),
        ),
        (text) => {
          checkPromises(text);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('holds nothing but what the rules of a guide leave when letters of it change', () => {
    const text = guides.integrationRules;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(text.length - 1), fc.string({ maxLength: 3 })), { maxLength: 8 }),
        (changes) => {
          checkPromises(changes.reduce((all, [at, put]) => all.slice(0, at) + put + all.slice(at + 1), text));
        },
      ),
      { numRuns: 300 },
    );
  });

  const mega = 10_000_000;
  for (const [what, text] of [
    ['open brackets', '['.repeat(mega)],
    ['open braces', '{"a":'.repeat(mega / 5)],
    ['rules of open brackets', `{"rules":[${'{"a":['.repeat(mega / 6)}`],
    ['closing brackets', `[${'}'.repeat(mega)}`],
    ['commas', `[${','.repeat(mega)}]`],
    ['numbers', `[${'1,'.repeat(mega / 2)}]`],
    ['empty rules', `[${'{},'.repeat(mega / 3)}]`],
    ['one text', `["${'a'.repeat(mega)}"]`],
    ['backslashes', `["${'\\'.repeat(mega)}"]`],
    ['letters', 'x '.repeat(mega / 2)],
    ['a comment without end', `[/*${' '.repeat(mega)}`],
    ['keys of one rule', `[{${'"a":1,'.repeat(mega / 6)}}]`],
    ['bytes', Array.from({ length: mega }, (_, at) => String.fromCharCode(1 + ((at * 7919) % 254))).join('')],
  ] as const)
    it(`ends with 10 MB of ${what}`, () => {
      const { rules, problems } = checkPromises(text);
      assert.equal(rules.length, 0);
      assert.ok(problems.length > 0);
    });

  it('loses the rule that is nested too deep, and no other', () => {
    const nested = (depth: number): string =>
      `{ "id": "b${depth}", "conditions": ${'{ "when_any": ['.repeat(depth)}${leaf}${'] }'.repeat(depth)} }`;
    const read = checkPromises(file(rule('a'), nested(16), nested(17), nested(100_000), rule('c')));
    assert.equal(idsOf(read), 'a b16 c');
    assert.deepEqual(
      read.problems.map(({ rule: id, line, message }) => [id, line, message.slice(0, 44)]),
      [
        ['b17', 4, 'Conditions are nested at most 16 deep. Write'],
        [undefined, 5, 'Brackets are nested 200002 deep, more than t'],
      ],
    );
  });

  it('loses rules that compare too often or do too much, and no other', () => {
    const leaves = (count: number): string =>
      `{ "id": "l${count}", "conditions": { "when_all": [${Array.from({ length: count }, () => leaf).join()}] } }`;
    const actions = (count: number): string =>
      `{ "id": "n${count}", "conditions": ${leaf}, "actions": [${Array.from({ length: count }, () => '{ "type": "log.audit" }').join()}] }`;
    const read = checkPromises(file(leaves(64), leaves(65), actions(16), actions(17), leaves(5000), rule('c')));
    assert.equal(idsOf(read), 'l64 n16 c');
    assert.deepEqual(
      read.problems.map(({ message }) => message),
      [
        'A rule compares at most 64 times. Make several rules of this one.',
        'A rule has at most 16 actions; this one has 17.',
        'This holds more than the 10000 names, values and brackets that a rule may have. Until this is mended the rule is not in force; the others are.',
      ],
    );
  });

  it('loads 10,000 rules and says which are too many', () => {
    const many = Array.from({ length: limits.rules + 2 }, (_, at) => rule(`r${at}`));
    const read = checkPromises(file(...many));
    assert.equal(read.rules.length, limits.rules);
    assert.deepEqual(
      read.problems.map(({ line, message }) => [line, message.slice(0, 35)]),
      [[limits.rules + 2, 'A file holds at most 10000 rules. T']],
    );
  });

  it('tells a thousand problems of ten thousand, and how many more there are', () => {
    const wrong = Array.from({ length: 5000 }, (_, at) => `{ "id": "r${at}", "condition": ${leaf} }`);
    const { problems } = checkPromises(file(...wrong));
    assert.equal(problems.length, limits.problems + 1);
    assert.match(problems.at(-1)?.message ?? '', /^There are 9000 more problems/);
  });

  it('shows no more of a long value than fits a line', () => {
    const [problem] = checkPromises(file(`{ "id": "${'x\\n'.repeat(100_000)}", "conditions": ${leaf} }`)).problems;
    assert.ok(problem!.message.length < 300);
    assert.ok(!problem!.message.includes('\n'));
  });
});

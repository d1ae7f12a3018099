import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseRules } from '../../../../src/protocol/rules/parseRules';

const good = '{ "metric": "system.cpu_percent", "operator": ">", "value": 80 }';
const withRule = (members: string): string => `{ "rules": [\n{ "id": "a", ${members} }\n] }`;
const withLeaf = (members: string): string => withRule(`"conditions": { "metric": "system.cpu_percent", ${members} }`);
const withMember = (member: string): string => withRule(`"conditions": ${good}, ${member}`);

/** A text, what its one problem says, and the stretch of the text that it is about. */
type Row = readonly [text: string, message: string, place: string];

const refused: Record<string, Row> = {
  'an unknown operator': [
    withLeaf('"operator": "=>", "value": 1'),
    '"operator" takes one of ">", ">=", "<", "<=", "==", "!=", "between", "outside"; got "=>". Did you mean ">="?',
    '"=>"',
  ],
  'an unknown aggregation': [
    withLeaf('"operator": ">", "value": 1, "aggregation": "p90"'),
    '"aggregation" takes one of "avg", "min", "max", "last", "sum", "count", "rate", "change", "stddev", "p50", "p95", "p99"; got "p90". Did you mean "p50"?',
    '"p90"',
  ],
  'a window without unit': [
    withLeaf('"operator": ">", "value": 1, "window": 300'),
    '"window" takes a time from 1s to 24h, such as "30s", "5m" or "1h"; got 300.',
    '300',
  ],
  'a window in words': [
    withLeaf('"operator": ">", "value": 1, "window": "5 minutes"'),
    '"window" takes a time from 1s to 24h, such as "30s", "5m" or "1h"; got "5 minutes".',
    '"5 minutes"',
  ],
  'a window that is too long': [
    withLeaf('"operator": ">", "value": 1, "window": "25h"'),
    '"window" takes a time from 1s to 24h, such as "30s", "5m" or "1h"; got "25h".',
    '"25h"',
  ],
  'a window that is too short': [
    withLeaf('"operator": ">", "value": 1, "window": "500ms"'),
    '"window" takes a time from 1s to 24h, such as "30s", "5m" or "1h"; got "500ms".',
    '"500ms"',
  ],
  'a time in words, which misses both form and bounds': [
    withMember('"for": "soon"'),
    '"for" takes a time from 0s to 24h, such as "30s", "5m" or "1h"; got "soon".',
    '"soon"',
  ],
  'words for whether 0 is left out': [
    withLeaf('"operator": ">", "value": 1, "ignore_zero": "yes"'),
    '"ignore_zero" takes true or false; got "yes".',
    '"yes"',
  ],
  'no operator': [
    withLeaf('"value": 1'),
    '"operator" is missing. It takes one of ">", ">=", "<", "<=", "==", "!=", "between", "outside".',
    '{ "metric": "system.cpu_percent", "value": 1 }',
  ],
  'no value': [
    withLeaf('"operator": ">"'),
    '"value" is missing: say what the metric is compared with, as "value" or as "baseline".',
    '{ "metric": "system.cpu_percent", "operator": ">" }',
  ],
  'a value in quotes': [
    withLeaf('"operator": ">", "value": "80"'),
    '">" compares with a number, {"setting": …} or {"metric": …}, or with one of these for each severity as {"warning": …, "critical": …}; got "80".',
    '"80"',
  ],
  'a number for a range': [
    withLeaf('"operator": "between", "value": 80'),
    '"between" compares with two numbers such as [10, 20]; got 80.',
    '80',
  ],
  'a range upside down': [
    withLeaf('"operator": "outside", "value": [20, 10]'),
    'The first number of a range is the lower one; got [20, 10].',
    '[20, 10]',
  ],
  'one level of two': [
    withLeaf('"operator": ">", "value": { "critical": 90 }'),
    '"warning" is missing.',
    '{ "critical": 90 }',
  ],
  'a setting that is none': [
    withLeaf('"operator": ">", "value": { "setting": "agents.dailyTokenBudgt" }'),
    'There is no setting "agents.dailyTokenBudgt". Did you mean "agents.dailyTokenBudget"?',
    '"agents.dailyTokenBudgt"',
  ],
  'a setting that is no number': [
    withLeaf('"operator": ">", "value": { "setting": "alerts.sound" }'),
    'The setting "alerts.sound" is no number.',
    '"alerts.sound"',
  ],
  'value and baseline': [
    withLeaf('"operator": ">", "value": 1, "baseline": { "window": "1h" }'),
    'Say either "value" or "baseline": a figure is compared with one of them.',
    '"baseline"',
  ],
  'factor and deviations': [
    withLeaf('"operator": ">", "baseline": { "window": "1h", "factor": 2, "deviations": 3 }'),
    'Say either "factor" or "deviations": a baseline is multiplied or spread, not both.',
    '"deviations"',
  ],
  'a baseline with ==': [
    withLeaf('"operator": "==", "baseline": { "window": "1h" }'),
    'A baseline is compared by ">", ">=", "<" or "<="; got "==".',
    '{ "window": "1h" }',
  ],
  'a clear that says nothing': [
    withLeaf('"operator": ">", "baseline": { "window": "1h" }, "clear": {}'),
    'Beside a baseline, "clear" takes {"factor": …} or {"deviations": …}.',
    '{}',
  ],
  'absence compared': [
    withLeaf('"operator": ">", "absent": "2m"'),
    'Say either "absent" or "operator": what is absent compares with nothing.',
    '"operator"',
  ],
  'a list of nothing': [
    withRule('"conditions": { "when_all": [] }'),
    '"when_all" takes a list of conditions with at least one; got [].',
    '[]',
  ],
  'a condition that is no object': [
    withRule('"conditions": { "when_all": [7] }'),
    'A condition is an object with "metric", "operator" and "value", or with "when_all", "when_any" or "when_not"; got 7.',
    '7',
  ],
  'no condition': [withRule('"name": "b"'), '"conditions" is missing.', '{ "id": "a", "name": "b" }'],
  'a severity that is none': [
    withMember('"severity": "wraning"'),
    '"severity" takes one of "info", "warning", "critical", "low", "medium", "high"; got "wraning". Did you mean "warning"?',
    '"wraning"',
  ],
  'an id that is none': [
    '{ "rules": [{ "id": "a b", "conditions": ' + good + ' }] }',
    '"id" takes a name of 1 to 128 letters, digits, dots, dashes and underscores; got "a b".',
    '"a b"',
  ],
  'an id that a table cannot have': [
    '{ "rules": [{ "id": "__proto__", "conditions": ' + good + ' }] }',
    '"id" takes a name of 1 to 128 letters, digits, dots, dashes and underscores; got "__proto__".',
    '"__proto__"',
  ],
  'an action that is none': [
    withMember('"actions": [{ "type": "notify.tost" }]'),
    'This takes one of "notify.toast", "notify.sound", "log.audit", "suggest.mitigation", "suggest.diagnostic", "run.command"; got "notify.tost". Did you mean "notify.toast"?',
    '"notify.tost"',
  ],
  'a suggestion about nothing': [
    withMember('"actions": [{ "type": "suggest.mitigation" }]'),
    '"target" is missing. It takes a name of 1 to 128 letters, digits, dots, dashes and underscores.',
    '{ "type": "suggest.mitigation" }',
  ],
  'actions that are no list': [
    withMember('"actions": { "type": "log.audit" }'),
    '"actions" takes a list such as [{"type": "notify.toast"}]; got {"type":"log.audit"}.',
    '{ "type": "log.audit" }',
  ],
  'a cooldown below 0': [
    withMember('"debounce": { "cooldown_ms": -1 }'),
    '"cooldown_ms" takes a number from 0 to 86400000; got -1.',
    '-1',
  ],
  'a label that is no text': [
    withLeaf('"operator": ">", "value": 1, "labels": { "core": 0 }').replace('cpu_percent', 'cpu_core_percent'),
    '"core" takes text in quotes; got 0.',
    '0',
  ],
  'a pattern of nothing known': [
    '[{ "rule_id": "a", "metric_pattern": "*_cpu_usag_percent", "threshold_value": 1 }]',
    'No metric is known by "*_cpu_usag_percent", so the rule is not in force. Did you mean "cpu_usage"?',
    '"*_cpu_usag_percent"',
  ],
  'a pattern without threshold': [
    '[{ "rule_id": "a", "metric_pattern": "*_success_rate" }]',
    '"threshold_value" is missing: a static threshold takes it.',
    '{ "rule_id": "a", "metric_pattern": "*_success_rate" }',
  ],
  'a threshold of nothing known': [
    '{ "alert_thresholds": { "a": 1 } }',
    'No metric is known by "a", so this threshold is not in force.',
    '"a"',
  ],
  'a comparison that is none': [
    '{ "alerts": { "event_queue_depth => 5": "warning" } }',
    'A comparison is a name, an operator and a number, such as "event_queue_depth > 500"; got "event_queue_depth => 5".',
    '"event_queue_depth => 5"',
  ],
};

const kept: Record<string, Row> = {
  'a metric that is unknown': [
    withRule('"conditions": { "metric": "system.cpu_precent", "operator": ">", "value": 1 }'),
    'There is no metric "system.cpu_precent". The rule is in force and waits until there is one. Did you mean "system.cpu_percent" or "system.gpu_percent" or "system.swap_percent"?',
    '"system.cpu_precent"',
  ],
  'a label that the metric lacks': [
    withLeaf('"operator": ">", "value": 1, "labels": { "core": "0" }'),
    '"system.cpu_percent" has no labels, so nothing will ever have "core".',
    '"core"',
  ],
  'a key that means nothing': [
    withMember('"serverity": "info"'),
    '"serverity" means nothing here and is ignored. Did you mean "severity"?',
    '"serverity"',
  ],
  'a key beside groups': [
    withRule(`"conditions": { "when_all": [${good}], "when_al": [] }`),
    '"when_al" means nothing here and is ignored. Did you mean "when_all"?',
    '"when_al"',
  ],
  'levels the wrong way round': [
    withLeaf('"operator": ">", "value": { "warning": 90, "critical": 85 }'),
    'With ">" the critical value 85 is reached before the warning 90: the alert is always critical. Swap them.',
    '{ "warning": 90, "critical": 85 }',
  ],
  'a clear beyond the value': [
    withLeaf('"operator": "<", "value": 10, "clear": 5'),
    '"clear" lies beyond "value" (5 and 10): the alert would end as soon as it fires. With "<" it should be higher than "value".',
    '5',
  ],
  'a template of nothing': [
    withMember('"actions": [{ "type": "notify.toast", "message": "{{cpu_percnt}}% of {{labels.x}} {{ value }}" }]'),
    'Nothing can be put in for "{{cpu_percnt}}": it stays as it is. Did you mean "cpu_percent"?',
    '"{{cpu_percnt}}% of {{labels.x}} {{ value }}"',
  ],
  'a key of the file that means nothing': [
    `{ "rulez": 1, "rules": [{ "id": "a", "conditions": ${good} }] }`,
    '"rulez" means nothing here and is ignored. Did you mean "rules"?',
    '"rulez"',
  ],
};

describe('what is wrong with a rule', () => {
  const all = [
    ...Object.entries(refused).map((entry) => [...entry, 'error'] as const),
    ...Object.entries(kept).map((entry) => [...entry, 'warning'] as const),
  ];
  for (const [what, [text, message, place], weight] of all)
    it(`is told of ${what}, where it stands`, () => {
      const { problems, rules, isBroken } = parseRules(text);
      assert.deepEqual(
        problems.map((problem) => problem.message),
        [message],
      );
      const [problem] = problems;
      assert.equal(text.slice(problem!.offset, problem!.offset + problem!.length), place);
      assert.equal(problem!.line, text.slice(0, problem!.offset).split('\n').length);
      assert.equal(problem!.weight, weight);
      assert.equal(rules.length, weight === 'error' ? 0 : 1);
      assert.equal(isBroken, false);
    });

  it('is told with the id of the rule, and every part of it at once', () => {
    const text = withRule(`"severity": 1, "conditions": { "metric": "x y", "operator": 3 }, "actions": 4`);
    const { problems } = parseRules(text);
    assert.deepEqual(
      problems.map(({ rule, column }) => `${rule} ${column}`),
      ['a 26', 'a 55', 'a 74', 'a 90'],
    );
  });

  it('leaves the first of two rules with one id in force', () => {
    const text = `[\n{ "id": "a", "conditions": ${good} },\n{ "id": "a", "name": "b", "conditions": ${good} }]`;
    const { rules, problems } = parseRules(text);
    assert.deepEqual(
      rules.map(({ rule }) => rule.name),
      ['a'],
    );
    const [problem] = problems;
    assert.equal(problem?.line, 3);
    assert.match(problem.message, /^The id "a" is taken by the rule in line 2, which is in force/);
  });
});

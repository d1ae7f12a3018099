import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parseRules } from '../../../../src/protocol/rules/parseRules';

describe('the default rules', () => {
  const { rules, problems, isBroken } = parseRules(
    readFileSync(path.join(process.cwd(), 'media', 'alert-rules.default.json'), 'utf8'),
  );

  it('load without a problem of any weight', () => {
    assert.deepEqual(problems, []);
    assert.equal(isBroken, false);
    assert.ok(rules.length >= 15 && rules.length <= 30, String(rules.length));
  });

  it('are all looked at and leave a trace', () => {
    for (const { rule } of rules) {
      assert.ok(rule.enabled, rule.id);
      assert.ok(
        rule.actions.some(({ type }) => type === 'log.audit'),
        rule.id,
      );
    }
  });

  it('interrupt nobody for information, nor for the monitor itself unless it is critical', () => {
    for (const { rule } of rules) {
      const notifies = rule.actions.some(({ type }) => type === 'notify.toast');
      const hasLevels = rule.condition.kind === 'compare' && !('one' in rule.condition.bounds);
      if (rule.severity === 'info' && !hasLevels) assert.ok(!notifies, rule.id);
      if (rule.category === 'monitor') assert.equal(notifies, rule.severity === 'critical' && !hasLevels, rule.id);
    }
  });

  it('run no commands and play no sounds', () => {
    const types = new Set(rules.flatMap(({ rule }) => rule.actions.map(({ type }) => type)));
    assert.ok(!types.has('run.command') && !types.has('notify.sound'));
  });
});

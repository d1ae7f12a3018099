import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { checkedRules } from '../../../../src/host/alerts/checkedRules';
import { RuleDocument } from '../../../../src/host/alerts/ruleDocument';
import { RuleFixes } from '../../../../src/host/alerts/ruleFixes';
import { RuleLenses } from '../../../../src/host/alerts/ruleLenses';
import { FileDiagnostics } from '../../../../src/host/fileDiagnostics';
import type { RuleState } from '../../../../src/protocol/alerts';
import { parseRules } from '../../../../src/protocol/rules/parseRules';
import { alertWith, alertsWith, now, ruleWith } from '../../../support/alertsTold';
import { FakeDocument, Range, type CodeAction, type CodeLens } from '../../../support/fakeEditor';
import { FakeAlertEngine } from '../../../support/fakeAlertEngine';
import { Uri, fake } from '../../../support/fakeVscode';

const rule = (id: string, more = '', metric = 'system.cpu_percent'): string =>
  `{ "id": "${id}", "name": "${id}", "severity": "warning", ${more}
     "conditions": { "when_all": [{ "metric": "${metric}", "operator": ">", "value": 80 }] },
     "actions": [{ "type": "notify.toast" }] }`;
const fileOf = (...rules: readonly string[]): string => `// mine\n{ "rules": [\n${rules.join(',\n')}\n] }\n`;

const folder = Uri.file('/data');
const uri = Uri.joinPath(folder, 'alert-rules.json');

describe('The rule file in an editor', () => {
  let rules: RuleDocument;
  let parses: number;

  const opened = (text: string, place = uri): FakeDocument => {
    const document = new FakeDocument(place, text);
    fake.documents.push(document);
    fake.opened?.fire(document);
    return document;
  };

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    fake.reset();
    parses = 0;
    rules = new RuleDocument(folder as never, Uri.file('/defaults.json') as never, (text) => {
      parses++;
      return parseRules(text);
    });
  });

  afterEach(() => {
    mock.timers.reset();
  });

  describe('has diagnostics', () => {
    let diagnostics: FileDiagnostics;
    const problems = (): { message: string; severity: number }[] => [...(fake.problems.get(uri.path) ?? [])];

    beforeEach(() => {
      diagnostics = new FileDiagnostics('wirthforge-alert-rules', checkedRules(rules));
    });

    afterEach(() => {
      diagnostics.dispose();
    });

    it('for what is wrong, and none for what is right', () => {
      opened(fileOf(rule('good'), rule('bad', '"for": "soon",')));
      assert.ok(problems().length > 0);
      for (const { message, severity } of problems()) {
        assert.equal(severity, 0);
        assert.match(message, /"for" takes a time.*got "soon"/);
      }
    });

    it('300 ms after the last key, not with every one', () => {
      const document = opened(fileOf(rule('good')));
      const before = parses;
      for (const text of ['{', '{ "ru', '{ "rules": [ 1 ]']) {
        document.type(text);
        fake.typedIn!.fire({ document });
        mock.timers.tick(200);
      }
      assert.equal(parses, before);
      mock.timers.tick(100);
      assert.equal(parses, before + 1);
      assert.ok(problems().length > 0);
    });

    it('for that file only, and none once it is closed', () => {
      const other = opened('{', Uri.file('/elsewhere/alert-rules.json'));
      other.type('[');
      fake.typedIn!.fire({ document: other });
      mock.timers.tick(1000);
      assert.deepEqual([parses, fake.problems.size], [0, 0]);
      const document = opened('{');
      assert.ok(problems().length > 0);
      document.type('[');
      fake.typedIn!.fire({ document });
      document.isClosed = true;
      fake.closed!.fire(document as never);
      mock.timers.tick(1000);
      assert.deepEqual([parses, fake.problems.size], [1, 0]);
    });

    it('that say so instead of reading a file that would hold up the window', () => {
      opened(`[${' '.repeat(1_000_001)}`);
      assert.equal(parses, 0);
      assert.match(problems()[0]!.message, /too long to be checked while it is typed/);
    });
  });

  describe('has fixes', () => {
    const fixesFor = (metric: string): CodeAction[] => {
      const document = new FakeDocument(uri, fileOf(rule('r', '', metric)));
      const { problems } = parseRules(document.text);
      const diagnostics = problems.map(({ offset, length }) => ({
        range: new Range(document.positionAt(offset), document.positionAt(offset + length)),
      }));
      const found = new RuleFixes().provideCodeActions(document as never, undefined as never, {
        diagnostics: diagnostics as never,
      });
      return found as unknown as CodeAction[];
    };

    it('that put the nearest metric in the place of an unknown one', () => {
      const [first] = fixesFor('system.cpu_precent');
      assert.equal(first?.title, 'Change to system.cpu_percent');
      assert.equal(first.isPreferred, true);
      const [{ range, text }] = first.edit!.replacements as [{ range: Range; text: string }];
      const document = new FakeDocument(uri, fileOf(rule('r', '', 'system.cpu_precent')));
      assert.equal(document.getText(range), '"system.cpu_precent"');
      assert.equal(text, '"system.cpu_percent"');
    });

    it('only where there is a near one', () => {
      assert.deepEqual(fixesFor('my.own_thing'), []);
      assert.deepEqual(fixesFor('system.cpu_percent'), []);
    });
  });

  describe('has lenses', () => {
    let engine: FakeAlertEngine;
    let lenses: RuleLenses;

    beforeEach(() => {
      engine = new FakeAlertEngine();
      lenses = new RuleLenses(rules, engine.alerts, () => now);
    });

    afterEach(() => {
      lenses.dispose();
    });

    const shown = (document: FakeDocument): CodeLens[] =>
      lenses.provideCodeLenses(document as never) as unknown as CodeLens[];
    const titleOf = (
      status: Parameters<typeof ruleWith>[0],
      more: Partial<ReturnType<typeof alertsWith>> = {},
    ): string => {
      engine.alerts.set(alertsWith({ rules: [ruleWith({ id: 'r', ...status })], ...more }));
      return shown(opened(fileOf(rule('r'))))[0]!.command.title;
    };

    it('over each rule, with its test and, while it fires, its acknowledgement', () => {
      engine.alerts.set(
        alertsWith({ rules: [ruleWith({ id: 'b', state: 'firing' })], active: [alertWith({ rule: 'b' })] }),
      );
      const document = opened(fileOf(rule('a'), rule('b')));
      const all = shown(document);
      assert.deepEqual(
        all.map(({ command }) => [command.title.split(/\s/)[0], command.command, command.arguments?.[0]]),
        [
          ['not', '', undefined],
          ['Test', 'wirthforge.testAlertRules', { rule: 'a' }],
          ['$(bell)', '', undefined],
          ['Test', 'wirthforge.testAlertRules', { rule: 'b' }],
          ['Acknowledge', 'wirthforge.acknowledgeAlert', { rule: 'b' }],
        ],
      );
      const { start } = all[0]!.range;
      assert.ok(document.text.slice(document.offsetAt(start)).startsWith('{ "id": "a"'));
    });

    const states: readonly [state: RuleState, status: object, title: string][] = [
      ['quiet', { lastFiredAt: now - 86_400_000 }, 'quiet · last fired yesterday 14:30'],
      ['quiet', { instances: 3 }, 'quiet · has not fired yet · watches 3'],
      [
        'waiting',
        { reason: 'nothing delivers $(x)\nsystem.gpu_percent' },
        'waits: nothing delivers $ (x) system.gpu_percent',
      ],
      ['pending', {}, '$(watch)\u00a0its condition holds, about to fire · has not fired yet'],
      ['off', {}, 'off until the file is saved'],
    ];
    for (const [state, status, title] of states)
      it(`that say where a rule stands: ${title}`, () => {
        assert.equal(titleOf({ state, ...status }), title);
      });

    it('that say since when it fires, how often, and how often before', () => {
      const active = [
        alertWith({ rule: 'r' }),
        alertWith({ rule: 'r', id: 'x', firedAt: now - 60_000 }),
        alertWith({ rule: 'other', firedAt: 1 }),
      ];
      const recent = [alertWith({ rule: 'r', state: 'resolved' })];
      assert.equal(
        titleOf({ state: 'firing' }, { active, recent }),
        '$(bell)\u00a0firing since 14:02 · 2 alerts · 1 alert before',
      );
    });

    it('that say that a rule is off, or that nothing is known of it', () => {
      assert.equal(shown(opened(fileOf(rule('r', '"enabled": false,'))))[0]!.command.title, 'off');
      assert.match(shown(new FakeDocument(uri, fileOf(rule('r'))))[0]!.command.title, /has not told yet/);
    });

    it('that change with the state of a rule, once a second at most, and not with figures', () => {
      let changes = 0;
      lenses.onDidChangeCodeLenses(() => changes++);
      const tell = (state: RuleState, value: number): void => {
        engine.alerts.set(alertsWith({ rules: [ruleWith({ id: 'r', state })], active: [alertWith({ value })] }));
      };
      tell('quiet', 1);
      assert.equal(changes, 0, 'nobody has seen a lens');
      const document = opened(fileOf(rule('r')));
      shown(document);
      tell('quiet', 2);
      mock.timers.tick(1000);
      assert.equal(changes, 0);
      tell('firing', 3);
      assert.equal(changes, 1);
      shown(document);
      tell('quiet', 3);
      assert.equal(changes, 1);
      mock.timers.tick(1000);
      assert.equal(changes, 2);
    });
  });
});

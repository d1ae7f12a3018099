import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { openAlertRules } from '../../../../src/host/alerts/openAlertRules';
import { RuleDocument } from '../../../../src/host/alerts/ruleDocument';
import { testAlertRules } from '../../../../src/host/alerts/testAlertRules';
import { Observable } from '../../../../src/host/observable';
import type { RuleTestReport } from '../../../../src/protocol/alerts';
import { parseRules } from '../../../../src/protocol/rules/parseRules';
import { alertWith, alertsWith } from '../../../support/alertsTold';
import { FakeDocument } from '../../../support/fakeEditor';
import { configWith } from '../../../support/fakeEngine';
import { Uri, fake } from '../../../support/fakeVscode';
import { FakeStore, now } from '../store/fakeStore';

const hour = 3_600_000;
const file = '/data/alert-rules.json';
const rule = (id: string): string =>
  `{ "id": "${id}", "conditions": { "when_all": [{ "metric": "system.cpu_percent", "operator": ">", "value": 1 }] } }`;
const text = `{ "rules": [\n  ${rule('cpu')},\n  ${rule('disk')}\n] }`;

describe('The rule file', () => {
  let rules: RuleDocument;
  let store: FakeStore;
  const log = { write: (level: string, message: string) => void fake.logged.push(`${level} ${message}`) };

  beforeEach(() => {
    fake.reset();
    store = new FakeStore();
    rules = new RuleDocument(Uri.file('/data') as never, Uri.file('/media/defaults.json') as never, parseRules);
    fake.disk.set('/media/defaults.json', '{ "rules": [] } // defaults');
  });

  describe('is opened', () => {
    const open = (argument?: unknown, alerts = alertsWith()): Promise<void> =>
      openAlertRules(rules, alerts, log, argument);

    it('as it is', async () => {
      fake.disk.set(file, text);
      await open();
      assert.deepEqual(fake.shown, [text]);
      assert.deepEqual(fake.selections, []);
    });

    it('with the default rules where it is not there', async () => {
      await open();
      assert.deepEqual(fake.shown, ['{ "rules": [] } // defaults']);
      assert.equal(fake.disk.get(file), '{ "rules": [] } // defaults');
    });

    it('at the rule that was named, or that an alert belongs to', async () => {
      fake.disk.set(file, text);
      await open({ rule: 'disk' });
      await open({ kind: 'alert', alert: alertWith({ rule: 'cpu' }) });
      await open('a9', alertsWith({ active: [alertWith({ id: 'a9', rule: 'disk' })] }));
      await open({ rule: 'gone' });
      assert.deepEqual(
        fake.selections.map(({ start }) => [start.line, start.character]),
        [
          [2, 2],
          [1, 2],
          [2, 2],
        ],
      );
      assert.equal(fake.shown.length, 4);
    });

    it('or the user is told why it is not, and what to do', async () => {
      fake.disk.delete('/media/defaults.json');
      await open();
      assert.match(fake.errors[0]!, /cannot be opened \(FileNotFound\)\. The rules in force stay so\. Check the file/);
      assert.match(fake.logged[0]!, /^error .*cannot be opened/);
    });
  });

  describe('is tested on recorded data', () => {
    const report: RuleTestReport = {
      from: now - hour,
      to: now,
      recordedMs: hour / 2,
      problems: [],
      rules: [
        {
          rule: 'cpu',
          name: 'CPU *busy*',
          count: 102,
          share: 0.125,
          firings: [
            { labels: {}, severity: 'warning', from: now - hour / 2, to: now - hour / 4, message: 'CPU at 91%\n# x' },
            { labels: { mount: '/a`b' }, severity: 'critical', from: now - 60_000, message: 'CPU at 99%' },
          ],
        },
        { rule: 'disk', name: 'Disk', count: 0, share: 0, firings: [] },
        { rule: 'gpu', name: 'GPU', count: 0, share: 0, firings: [], reason: 'Nothing is recorded of it.' },
      ],
    };
    const config = configWith({ 'agents.dailyTokenBudget': 7 });
    const run = async (argument?: unknown, span = 'Last hour'): Promise<string> => {
      fake.picks.push(span);
      await testAlertRules({ ...store.context, config: new Observable(config) }, rules, argument);
      return fake.shown[0] ?? '';
    };

    beforeEach(() => {
      fake.disk.set(file, text);
      store.results.testAlerts = report;
    });

    for (const [span, hours] of [
      ['Last hour', 1],
      ['Last 24 hours', 24],
      ['Last 7 days', 168],
      ['Last 30 days', 720],
    ] as const)
      it(`over the ${span.toLowerCase()}`, async () => {
        await run(undefined, span);
        assert.deepEqual(store.work, [{ kind: 'testAlerts', rules: text, from: now - hours * hour, to: now, config }]);
      });

    it('with what is typed and not saved', async () => {
      fake.documents.push(new FakeDocument(rules.uri, '{ "rules": [] }'));
      await run();
      assert.equal((store.work[0] as { rules: string }).rules, '{ "rules": [] }');
    });

    it('and the report says how often, when, for how long and where', async () => {
      const shown = await run();
      assert.match(shown, /From 2026-11-21 13:30 to 2026-11-21 14:30, of which 30 min were recorded/);
      assert.match(shown, /Tested: 2 rules; 1 rule would have fired/);
      assert.match(shown, /### CPU \\\*busy\\\* \(`cpu`\)\n\n102 times, 13% of the time/);
      assert.ok(shown.includes('- 2026-11-21 14:00, for 15 min, warning: `CPU at 91% # x`\n'), shown);
      assert.ok(shown.includes("- 2026-11-21 14:29, 1 min so far, critical, `mount=/a'b`: `CPU at 99%`"), shown);
      assert.ok(shown.includes('- … and 100 more'));
      assert.match(shown, /could not be tested\n\n- `gpu`: `Nothing is recorded of it\.`/);
      assert.match(shown, /stayed quiet\n\n- `disk`: Disk/);
      assert.deepEqual(fake.warnings, []);
    });

    it('for one rule alone', async () => {
      const shown = await run({ rule: 'disk' });
      assert.match(shown, /Tested: 1 rule; 0 rules would have fired/);
      assert.ok(!shown.includes('busy'));
    });

    it('and bad rules are told with their place', async () => {
      const problem = { weight: 'error', message: '"for" is odd', offset: 0, length: 1, line: 3, column: 5 } as const;
      store.results.testAlerts = { ...report, problems: [problem] };
      const shown = await run();
      assert.match(shown, /Error in line 3, column 5: `"for" is odd`/);
      assert.match(fake.warnings[0]!, /1 alert rule has an error and was not tested/);
    });

    it('and a failure is told; closing the list does nothing', async () => {
      store.results.testAlerts = new Error('The store is closed.');
      await run();
      assert.deepEqual(fake.errors, ['The alert rules could not be tested. The store is closed.']);
      await run(undefined, 'nothing');
      assert.equal(store.work.length, 1);
      assert.deepEqual(fake.shown, []);
    });
  });
});

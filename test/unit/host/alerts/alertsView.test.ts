import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { AlertNode } from '../../../../src/host/alerts/alertTree';
import { AlertsView } from '../../../../src/host/alerts/alertsView';
import { alertWith, alertsWith, now, ruleWith } from '../../../support/alertsTold';
import { FakeAlertEngine } from '../../../support/fakeAlertEngine';
import { type FakeTreeView, type MarkdownString, type ThemeIcon, fake } from '../../../support/fakeVscode';

describe('AlertsView', () => {
  let engine: FakeAlertEngine;
  let view: AlertsView;
  let tree: FakeTreeView;
  let refreshes: number;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    fake.reset();
    engine = new FakeAlertEngine();
    view = new AlertsView(engine.alerts, () => now);
    tree = fake.trees.get('wirthforge.alerts')!;
    refreshes = 0;
    view.onDidChangeTreeData(() => refreshes++);
  });

  afterEach(() => {
    view.dispose();
    mock.timers.reset();
  });

  const nodeOf = (...path: readonly string[]): AlertNode => {
    let node: AlertNode | undefined;
    for (const id of path) {
      node = view.getChildren(node).find((child) => child.id === id);
      assert.ok(node, id);
    }
    return node!;
  };
  const tooltipOf = (node: AlertNode): MarkdownString => {
    const item = view.resolveTreeItem(view.getTreeItem(node), node);
    return item.tooltip as unknown as MarkdownString;
  };

  it('leaves its place to the welcome text, which fits what is known', () => {
    assert.deepEqual(view.getChildren(), []);
    assert.equal(tree.badge, undefined);
    assert.deepEqual(fake.executed, []);
    engine.alerts.set(alertsWith({ rules: [ruleWith({ state: 'off' })] }));
    assert.deepEqual(view.getChildren(), []);
    engine.alerts.set(alertsWith());
    assert.deepEqual(fake.executed, [['setContext', 'wirthforge.alertsKnown', true]], 'told once');
  });

  it('says how many rules are watched where none fires, and leads to them', () => {
    const rules = [ruleWith(), ruleWith({ id: 'b', state: 'waiting' }), ruleWith({ id: 'c', state: 'off' })];
    engine.alerts.set(alertsWith({ rules, recent: [alertWith({ state: 'resolved', resolvedAt: now })] }));
    assert.deepEqual(
      view.getChildren().map(({ id }) => id),
      ['quiet', 'group:recent'],
    );
    const item = view.getTreeItem(nodeOf('quiet'));
    assert.deepEqual([item.label, item.description], ['No alerts now', '2 rules watched']);
    assert.equal(item.command?.command, 'wirthforge.openAlertRules');
    assert.match(tooltipOf(nodeOf('quiet')).value, /Of these, 1 waiting for data/);
    engine.alerts.set(alertsWith({ rules, active: [alertWith()] }));
    assert.deepEqual(
      view.getChildren().map(({ id }) => id),
      ['group:active'],
    );
  });

  it('shows an alert with its icon, figure, labels and time', () => {
    engine.alerts.set(alertsWith({ active: [alertWith({ labels: { mount: '/home' }, severity: 'critical' })] }));
    const group = view.getTreeItem(nodeOf('group:active'));
    assert.deepEqual([group.label, group.collapsibleState], ['Active', 2]);
    const item = view.getTreeItem(nodeOf('group:active', 'active:a1'));
    assert.equal(item.label, 'CPU busy');
    assert.equal(item.description, '/home · 91.5% · since 14:02');
    assert.equal(item.contextValue, 'alert.firing');
    const icon = item.iconPath as unknown as ThemeIcon;
    assert.deepEqual([icon.id, icon.color?.id], ['error', 'list.errorForeground']);
    assert.equal(item.tooltip, undefined, 'made when somebody looks');
  });

  it('has tooltips with figures, advice and links, in which outside text stays text', () => {
    engine.alerts.set(
      alertsWith({
        active: [
          alertWith({
            message: 'Slow | <b>[x](command:y)</b>',
            advice: [{ kind: 'mitigation', target: 'memory', message: 'Close *chrome*' }],
            labels: { model: 'a|b' },
          }),
        ],
      }),
    );
    const { value, isTrusted } = tooltipOf(nodeOf('group:active', 'active:a1'));
    assert.ok(value.includes('**Slow \\| \\<b\\>\\[x\\]\\(command\\:y\\)\\<\\/b\\>**'), value);
    assert.ok(value.includes('| Measured | 91\\.5\\% |'), value);
    assert.ok(value.includes('| Threshold | 80\\.0\\% |'), value);
    assert.ok(value.includes('| model | a\\|b |'), value);
    assert.ok(value.includes('| Rule | CPU busy (cpu\\_busy; performance) |'), value);
    assert.ok(value.includes('- $(lightbulb) Close \\*chrome\\*'), value);
    assert.ok(value.includes('[Acknowledge](command:wirthforge.acknowledgeAlert?%5B%22a1%22%5D)'), value);
    assert.deepEqual(isTrusted, {
      enabledCommands: ['acknowledgeAlert', 'silenceAlert', 'unsilenceAlert', 'showAlertRule'].map(
        (name) => `wirthforge.${name}`,
      ),
    });
  });

  it('says nothing of figures where nothing is measured', () => {
    engine.alerts.set(alertsWith({ active: [alertWith({ value: null, threshold: null, unit: null })] }));
    const node = nodeOf('group:active', 'active:a1');
    assert.equal(view.getTreeItem(node).description, 'since 14:02');
    assert.ok(!/Measured|Threshold/.test(tooltipOf(node).value));
  });

  it('offers by its state what can be done', () => {
    engine.alerts.set(
      alertsWith({
        active: [
          alertWith({ id: 'p', incident: '1', state: 'pending' }),
          alertWith({ id: 'z', incident: '4', state: 'pending', silencedUntil: 'resolved' }),
          alertWith({ id: 'k', incident: '2', state: 'acknowledged' }),
          alertWith({ id: 's', incident: '3', state: 'silenced', silencedUntil: now + 3_600_000 }),
        ],
        recent: [alertWith({ id: 'r', state: 'resolved', resolvedAt: now - 86_400_000 })],
        silences: [{ alert: 'q', rule: 'disk', labels: { mount: '/' }, until: 'resolved' }],
      }),
    );
    const seen = (...path: string[]): unknown[] => {
      const { contextValue, description, iconPath } = view.getTreeItem(nodeOf(...path));
      return [contextValue, description, (iconPath as unknown as ThemeIcon).id];
    };
    assert.deepEqual(seen('group:active', 'active:p'), ['alert.pending', '91.5% · about to fire', 'watch']);
    assert.deepEqual(seen('group:active', 'active:z'), [
      'alert.silencedPending',
      '91.5% · silenced until it is over',
      'watch',
    ]);
    assert.deepEqual(seen('group:active', 'active:k'), ['alert.acknowledged', '91.5% · acknowledged', 'warning']);
    assert.deepEqual(seen('group:silenced', 'active:s'), [
      'alert.silenced',
      '91.5% · silenced until 15:30',
      'bell-slash',
    ]);
    assert.deepEqual(seen('group:recent', `recent:r:${now - 86_400_000}`), [
      'alert.resolved',
      '91.5% · over since yesterday 14:30',
      'pass',
    ]);
    assert.deepEqual(seen('group:silenced', 'silence:q'), ['silence', '/ · silenced until it is over', 'bell-slash']);
  });

  it('counts in its badge what people should look at, at once', () => {
    tree.setVisible(false);
    engine.alerts.set(
      alertsWith({
        active: [
          alertWith(),
          alertWith({ id: 'k', state: 'acknowledged' }),
          alertWith({ id: 'p', state: 'pending' }),
          alertWith({ id: 's', state: 'silenced' }),
          alertWith({ id: 'i', inhibitedBy: 'a1' }),
        ],
      }),
    );
    assert.deepEqual(tree.badge, { value: 2, tooltip: '2 alerts' });
    engine.alerts.set(alertsWith({ recent: [alertWith({ state: 'resolved' })] }));
    assert.equal(tree.badge, undefined);
  });

  it('follows once a second and ends with the newest', () => {
    for (const value of [90, 91, 92]) engine.alerts.set(alertsWith({ active: [alertWith({ value })] }));
    assert.equal(refreshes, 1);
    mock.timers.tick(1000);
    assert.equal(refreshes, 2);
    assert.match(String(view.getTreeItem(nodeOf('group:active', 'active:a1')).description), /^92\.0%/);
    mock.timers.tick(10_000);
    assert.equal(refreshes, 2, 'nothing to follow');
  });

  it('does nothing while nobody sees it, and is up to date when somebody does', () => {
    tree.setVisible(false);
    engine.alerts.set(alertsWith({ active: [alertWith()] }));
    mock.timers.tick(5000);
    assert.equal(refreshes, 0);
    tree.setVisible(true);
    assert.equal(refreshes, 1);
    assert.equal(view.getChildren().length, 1);
  });

  it('reveals the entry of an alert, and without one what there is', async () => {
    engine.alerts.set(alertsWith({ active: [alertWith(), alertWith({ id: 'a2' })] }));
    await view.reveal('a2');
    const node = tree.revealed[0] as AlertNode;
    assert.equal(node.id, 'active:a2');
    assert.equal(view.getParent(node)?.id, 'incident:i1');
    await view.reveal('gone');
    assert.equal((tree.revealed[1] as AlertNode).id, 'group:active');
    engine.alerts.set(alertsWith());
    await view.reveal('gone');
    assert.equal((tree.revealed[2] as AlertNode).id, 'quiet');
    engine.alerts.set(alertsWith({ rules: [] }));
    await view.reveal('gone');
    assert.equal(tree.revealed.length, 3, 'there is nothing to reveal');
  });

  it('leaves nothing behind', () => {
    engine.alerts.set(alertsWith());
    view.dispose();
    engine.alerts.set(alertsWith({ active: [alertWith()] }));
    mock.timers.tick(5000);
    assert.equal(fake.alive.size, 0);
  });
});

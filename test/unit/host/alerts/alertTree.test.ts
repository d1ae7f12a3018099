import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { alertTree, type AlertNode, type AlertTree } from '../../../../src/host/alerts/alertTree';
import { alertStates, type AlertsInfo } from '../../../../src/protocol/alerts';
import { severities } from '../../../../src/protocol/rules/rule';
import { alertWith, alertsWith } from '../../../support/alertsTold';

const ids = (nodes: readonly AlertNode[]): unknown[] =>
  nodes.map((node) => ('children' in node ? [node.id, ids(node.children)] : node.id));

const everyNode = (nodes: readonly AlertNode[]): AlertNode[] =>
  nodes.flatMap((node) => [node, ...('children' in node ? everyNode(node.children) : [])]);

describe('alertTree', () => {
  it('is empty before the engine has told anything, and where no rule is looked at', () => {
    assert.deepEqual(alertTree(undefined).roots, []);
    assert.deepEqual(alertTree(alertsWith({ rules: [] })).roots, []);
  });

  it('says that all is quiet where no alert is active, with the number of rules', () => {
    const quiet = { kind: 'quiet', id: 'quiet', watched: 1, waiting: 0 };
    assert.deepEqual(alertTree(alertsWith()).roots, [quiet]);
    const recent = [alertWith({ id: 'a', state: 'resolved', resolvedAt: 7 })];
    assert.deepEqual(ids(alertTree(alertsWith({ recent })).roots), ['quiet', ['group:recent', ['recent:a:7']]]);
  });

  it('groups by what became of an alert, and alerts of one incident under the first of them', () => {
    const tree = alertTree(
      alertsWith({
        active: [
          alertWith({ id: 'a', incident: 'x' }),
          alertWith({ id: 'b', incident: 'y' }),
          alertWith({ id: 'c', incident: 'x' }),
          alertWith({ id: 'd', incident: 'x', state: 'silenced' }),
        ],
        recent: [alertWith({ id: 'a', state: 'resolved', resolvedAt: 7 })],
        silences: [
          { alert: 'd', rule: 'r', labels: {}, until: 'resolved' },
          { alert: 'e', rule: 'r', labels: {}, until: 9 },
        ],
      }),
    );
    assert.deepEqual(ids(tree.roots), [
      ['group:active', [['incident:x', ['active:a', 'active:c']], 'active:b']],
      ['group:silenced', ['active:d', 'silence:e']],
      ['group:recent', ['recent:a:7']],
    ]);
  });

  it('finds an alert that has not ended, however deep', () => {
    const { byAlert, parents } = alertTree(
      alertsWith({
        active: [alertWith({ id: 'a' }), alertWith({ id: 'b' })],
        recent: [alertWith({ id: 'z', state: 'resolved' })],
      }),
    );
    const leaf = byAlert.get('b')!;
    assert.deepEqual([parents.get(leaf)!.id, parents.get(parents.get(leaf)!)!.id], ['incident:i1', 'group:active']);
    assert.equal(byAlert.get('z'), undefined);
  });

  it('keeps the ids of what is still there when figures and other alerts change', () => {
    const one = alertWith({ id: 'b', incident: 'i2' });
    const before = alertTree(alertsWith({ active: [one] }));
    const after = alertTree(alertsWith({ active: [alertWith({ id: 'a' }), { ...one, value: 99 }] }));
    assert.equal(after.byAlert.get('b')!.id, before.byAlert.get('b')!.id);
  });

  it('has no id twice and a parent for everything but its groups, whatever the engine says', () => {
    const alert = fc
      .record({
        id: fc.constantFrom('a', 'b', 'c'),
        incident: fc.constantFrom('x', 'y'),
        state: fc.constantFrom(...alertStates),
        severity: fc.constantFrom(...severities),
        resolvedAt: fc.constantFrom(1, 2),
      })
      .map(alertWith);
    const byId = (alerts: readonly ReturnType<typeof alertWith>[]): AlertsInfo['active'] => [
      ...new Map(alerts.map((one) => [one.id, one])).values(),
    ];
    const silence = fc.record({
      alert: fc.constantFrom('a', 'b', 'c', 'd'),
      rule: fc.constant('r'),
      labels: fc.constant({}),
      until: fc.constant('resolved' as const),
    });
    fc.assert(
      fc.property(
        fc.array(alert, { maxLength: 6 }).map(byId),
        fc.array(alert, { maxLength: 6 }),
        fc.array(silence, { maxLength: 6 }),
        (active, recent, silences) => {
          const tree: AlertTree = alertTree(alertsWith({ active, recent, silences }));
          const nodes = everyNode(tree.roots);
          assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
          for (const node of nodes) {
            const parent = tree.parents.get(node);
            assert.equal(parent === undefined, node.kind === 'group' || node.kind === 'quiet');
            if (parent) assert.ok('children' in parent && (parent.children as readonly AlertNode[]).includes(node));
          }
          for (const { id } of active) assert.equal(nodes.filter((node) => node.id === `active:${id}`).length, 1);
        },
      ),
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import type { AlertMark } from '../../../../src/protocol/marks';
import { severities } from '../../../../src/protocol/rules/rule';
import { alertsAt, clusterAt, clustersOf, glyphDistance } from '../../../../webview/performance/chart/markClusters';

const left = 50;
const right = 850;
/** A pixel is a second. */
const xOf = (time: number): number => left + time / 1000;
const mark = fc
  .record({
    from: fc.integer({ min: -500_000, max: 1_200_000 }),
    length: fc.integer({ min: 0, max: 400_000 }),
    isOpen: fc.boolean(),
    severity: fc.constantFrom(...severities),
  })
  .map(({ from, length, isOpen, severity }): Omit<AlertMark, 'id'> => ({
    rule: 'hot',
    name: 'Hot',
    severity,
    message: '',
    from,
    to: isOpen ? null : from + length,
  }));
const marks = fc
  .array(mark, { maxLength: 60 })
  .map((all) => all.map((one, at): AlertMark => ({ ...one, id: String(at) })));

describe('Glyphs of alerts', () => {
  it('stand for each alert that fires in the area once, apart from each other, with the greatest severity', () => {
    fc.assert(
      fc.property(marks, (alerts) => {
        const clusters = clustersOf(alerts, xOf, left, right);
        const inside = alerts.filter(({ from, to }) => xOf(from) <= right && (to === null || xOf(to) >= left));
        const told = clusters.flatMap((cluster) => cluster.marks.map(({ id }) => id));
        assert.deepEqual(told.sort(), inside.map(({ id }) => id).sort());
        clusters.forEach(({ x, severity, marks: own }, at) => {
          assert.ok(x >= left && x <= right);
          if (at > 0) assert.ok(x - clusters[at - 1]!.x >= glyphDistance);
          const greatest = Math.max(...own.map((one) => severities.indexOf(one.severity)));
          assert.equal(severities.indexOf(severity), greatest);
        });
      }),
    );
  });

  it('are hit where they are, the nearest first, and nowhere else', () => {
    fc.assert(
      fc.property(marks, fc.integer({ min: 0, max: 900 }), fc.integer({ min: -40, max: 40 }), (alerts, x, y) => {
        const clusters = clustersOf(alerts, xOf, left, right);
        const hit = clusterAt(clusters, x, y);
        const nearest = Math.min(...clusters.map((cluster) => Math.abs(cluster.x - x)));
        if (Math.abs(y) > 12 || nearest > 12) assert.equal(hit, undefined);
        else assert.equal(Math.abs(hit!.x - x), nearest);
      }),
    );
  });

  it('are not the only way to see what fired at a time', () => {
    const one = { rule: 'r', name: 'R', severity: 'info', message: '' } as const;
    const alerts = [
      { ...one, id: 'over', from: 0, to: 10 },
      { ...one, id: 'now', from: 5, to: null },
      { ...one, id: 'later', from: 30, to: null },
    ];
    assert.deepEqual(
      alertsAt(alerts, 20).map(({ id }) => id),
      ['now'],
    );
    assert.deepEqual(
      alertsAt(alerts, 10).map(({ id }) => id),
      ['over', 'now'],
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import * as v from 'valibot';
import { changeLayoutText } from '../../../../src/protocol/layout/changeLayoutText';
import { layoutChangeShape, layoutShape } from '../../../../src/protocol/layout/dataShapes';
import type { LayoutChange } from '../../../../src/protocol/layout/layout';
import { layoutLimits } from '../../../../src/protocol/layout/limits';
import { parseLayout } from '../../../../src/protocol/layout/parseLayout';
import { mostLines } from '../../../../webview/performance/state/picks';

const fileOf = (...panels: unknown[]): string => JSON.stringify({ layout: { panels } });
const place = { x: 0, y: 0, width: 1, height: 1 };
/** As far above what they take as a machine is slow, and as far below what they took when each step read the file anew. */
const longMs = 15_000;

function durationOf(run: () => void): number {
  const from = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

describe('A layout file that means no good', () => {
  it('never makes a layout that pages refuse', () => {
    const number = fc.oneof(fc.integer({ min: -2, max: 30 }), fc.constantFrom(9998, 9999, 10_000, 1e308, 1e-7));
    const panel = fc.record(
      {
        id: fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'constructor', ''), fc.string({ maxLength: 80 })),
        type: fc.constantFrom('models', 'performance_chart', 'alert_list', 'energy_viz', '__proto__', 'toString'),
        title: fc.string({ maxLength: 200, unit: 'binary' }),
        position: fc.record({ x: number, y: number }),
        size: fc.record({ width: number, height: number }),
        config: fc.oneof(fc.jsonValue(), fc.record({ metrics: fc.array(fc.constant('system.cpu_percent')) })),
      },
      { requiredKeys: [] },
    );
    const low = fc.array(
      fc.constant({ type: 'models', position: { x: 0, y: 9999 }, size: { width: 24, height: 24 } }),
      {
        minLength: 50,
        maxLength: 70,
      },
    );
    const layouts = fc.record({
      panels: fc.oneof(
        fc.array(panel),
        low.map((all) => all.map((one, index) => ({ ...one, id: `p${index}` }))),
      ),
      grid: fc.option(fc.record({ columns: number, rows: number, gap: number }), { nil: undefined }),
      theme: fc.option(fc.jsonValue(), { nil: undefined }),
    });
    fc.assert(
      fc.property(layouts, (layout) => {
        const read = parseLayout(JSON.stringify({ layout })).layout;
        const { issues } = v.safeParse(layoutShape, read);
        assert.equal(issues, undefined);
      }),
      { numRuns: 20 },
    );
  });

  it('says where panels are that are written lower than the grid goes', () => {
    const low = Array.from({ length: layoutLimits.panels }, (_, index) => ({
      id: `p${index}`,
      type: 'models',
      position: { x: 0, y: layoutLimits.row },
      size: { width: 24, height: layoutLimits.height },
    }));
    const { layout, problems } = parseLayout(fileOf(...low));
    assert.equal(layout!.panels.length, low.length);
    assert.ok(layout!.panels.every((panel) => panel.place.y <= layoutLimits.row));
    assert.match(problems.map(({ message }) => message).join('\n'), /begins in row 10000.*is shown with "y": \d+/);
  });

  it('with thousands of panels of one id loses all of them at once, and no other', () => {
    const many = Array.from({ length: 3000 }, () => ({ id: 'p', type: 'models' }));
    const text = fileOf({ id: 'a', type: 'models' }, ...many, { id: 'b', type: 'models' });
    let after = '';
    const took = durationOf(() => (after = changeLayoutText(text, { kind: 'remove', panel: 'p' })));
    const { layout, problems } = parseLayout(after);
    assert.deepEqual(
      layout!.panels.map(({ id }) => id),
      ['a', 'b'],
    );
    assert.deepEqual(problems, []);
    assert.ok(took < longMs, `${took} ms`);
  });

  it('loses panels of one id wherever they stand, with their commas', () => {
    const one = (id: string): string => `{ "id": "${id}", "type": "models" }`;
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('p', 'q', 'r'), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(', ', ',\n  ', ' /* c */ ,\n', '\n, // d\n'),
        fc.boolean(),
        (ids, comma, hasTrailing) => {
          const list = ids.map(one).join(comma) + (hasTrailing ? ',' : '');
          const { layout } = parseLayout(`{"layout": {"panels": [${list}]}}`);
          const [first] = layout!.panels;
          const after = changeLayoutText(`{"layout": {"panels": [${list}]}}`, { kind: 'remove', panel: first!.id });
          const { ids: left, problems } = parseLayout(after);
          assert.deepEqual(
            left,
            ids.filter((id) => id !== first!.id),
          );
          assert.ok(
            problems.every(({ message }) => message.includes('is taken by the panel')),
            after,
          );
          if (!hasTrailing) assert.doesNotMatch(after, /,(\s|\/\*.*?\*\/|\/\/.*\n)*\]/, after);
        },
      ),
    );
  });

  it('with thousands of metrics in a chart does not hold up who chooses others', () => {
    const text = fileOf({
      id: 'c',
      type: 'performance_chart',
      config: { metrics: new Array<string>(8000).fill('system.cpu_percent') },
    });
    const config = { metrics: [{ metric: 'system.memory_percent' }], timeWindowMs: 60_000 };
    let after = '';
    const took = durationOf(() => (after = changeLayoutText(text, { kind: 'chart', panel: 'c', config })));
    assert.deepEqual(parseLayout(after).layout!.panels[0]!.config, config);
    assert.ok(took < longMs, `${took} ms`);
  });

  it('full of what means nothing does not hold up who moves its panels', () => {
    const junk = new Array<number>(700).fill(1);
    const panels = Array.from({ length: 60 }, (_, index) => ({ id: `p${index}`, type: 'models', junk }));
    const text = fileOf(...panels);
    const { layout } = parseLayout(text);
    const places = layout!.panels.map((panel) => ({ panel: panel.id, place: panel.place }));
    let after = '';
    const took = durationOf(() => (after = changeLayoutText(text, { kind: 'place', places })));
    assert.deepEqual(parseLayout(after).layout, layout);
    assert.equal((JSON.parse(after) as { layout: { panels: object[] } }).layout.panels.length, 60);
    assert.ok(took < longMs, `${took} ms`);
  });
});

describe('A change of the layout', () => {
  const chart = (metrics: readonly object[]): unknown => ({
    kind: 'chart',
    panel: 'c',
    config: { metrics, timeWindowMs: 60_000 },
  });

  it('may be all that a chart can show, and comes back from the file as it was', () => {
    const metrics = Array.from({ length: mostLines }, (_, index) => ({
      metric: 'model.tokens_per_second',
      labels: { runtime: `r${index}`, model: 'm'.repeat(1024) },
    }));
    const change = v.parse(layoutChangeShape, chart(metrics)) as Extract<LayoutChange, { kind: 'chart' }>;
    const text = changeLayoutText(fileOf({ id: 'c', type: 'performance_chart' }), change);
    assert.deepEqual(parseLayout(text).layout!.panels[0]!.config, change.config);
    assert.deepEqual(parseLayout(text).problems, []);
  });

  it('cannot put a panel into the file that would be left out there', () => {
    for (const id of ['__proto__', 'a b', '../x', 'x'.repeat(65), ''])
      assert.ok(
        !v.is(layoutChangeShape, { kind: 'restore', panel: { id, type: 'models', place, config: {} } }),
        JSON.stringify(id),
      );
    assert.ok(v.is(layoutChangeShape, { kind: 'restore', panel: { id: 'a', type: 'models', place, config: {} } }));
  });
});

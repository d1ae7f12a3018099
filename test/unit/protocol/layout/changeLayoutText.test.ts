import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { catalogue } from '../../../../src/protocol/catalogue';
import { changedLayout, type LayoutEdit } from '../../../../src/protocol/layout/changedLayout';
import { changeLayoutText } from '../../../../src/protocol/layout/changeLayoutText';
import {
  type ChartMetric,
  panelTypes,
  type Panel,
  type Place,
  themeNames,
} from '../../../../src/protocol/layout/layout';
import { layoutLimits } from '../../../../src/protocol/layout/limits';
import { parseLayout } from '../../../../src/protocol/layout/parseLayout';
import { commentsOf, layoutText } from './layoutTexts';

const place = fc.record<Place>({
  x: fc.integer({ min: 0, max: 8 }),
  y: fc.oneof(fc.integer({ min: 0, max: 8 }), fc.constant(layoutLimits.row)),
  width: fc.integer({ min: 1, max: 8 }),
  height: fc.integer({ min: 1, max: 4 }),
});
const panel = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'models');
const metric: fc.Arbitrary<ChartMetric> = fc.record(
  {
    metric: fc.constantFrom(...Object.keys(catalogue).slice(0, 6), 'system.no_such'),
    name: fc.constantFrom('', 'CPU', ' x '),
    labels: fc.dictionary(fc.constantFrom('core', 'mount'), fc.constantFrom('0', '/home'), { maxKeys: 2 }),
  },
  { requiredKeys: ['metric'] },
);
const config = fc.record({
  metrics: fc.array(metric, { maxLength: 6 }),
  timeWindowMs: fc.constantFrom(60_000, 90_000, 300_000, 61_234, 2_592_000_000),
});
const restored = fc.oneof(
  fc.record({ id: panel, type: fc.constant('performance_chart' as const), title: fc.constant(' T '), place, config }),
  fc.record({
    id: fc.constant('back'),
    type: fc.constant('alert_list' as const),
    place,
    config: fc.constant({ severityFilter: ['critical', 'info'] as const, maxAlerts: 3 }),
  }),
) satisfies fc.Arbitrary<Panel>;
const change: fc.Arbitrary<LayoutEdit> = fc.oneof(
  fc.record({ kind: fc.constant('place' as const), places: fc.array(fc.record({ panel, place }), { maxLength: 4 }) }),
  fc.record({ kind: fc.constant('add' as const), panelType: fc.constantFrom(...panelTypes), place }),
  fc.record({ kind: fc.constant('remove' as const), panel }),
  fc.record({ kind: fc.constant('restore' as const), panel: restored }),
  fc.record({
    kind: fc.constant('rename' as const),
    panel,
    title: fc.constantFrom('', ' ', 'New "title"', '// no comment'),
  }),
  fc.record({ kind: fc.constant('chart' as const), panel, config }),
  fc.record({ kind: fc.constant('theme' as const), name: fc.constantFrom(...themeNames) }),
);

/** Without the prototypes that made-up values lack. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What a function gives, or what it throws. */
function outcomeOf<T>(run: () => T): { readonly value: T } | { readonly refusal: string } {
  try {
    return { value: run() };
  } catch (error) {
    return { refusal: (error as Error).message };
  }
}

/** Tells places in the text that go away with what is removed. */
function mayGo(text: string, edit: LayoutEdit): (offset: number) => boolean {
  if (edit.kind !== 'remove' && edit.kind !== 'chart') return () => false;
  const panels = findNodeAtLocation(parseTree(text)!, ['layout', 'panels'])?.children ?? [];
  const own = panels.filter((node) => findNodeAtLocation(node, ['id'])?.value === edit.panel);
  const going = edit.kind === 'remove' ? own : own.flatMap((node) => findNodeAtLocation(node, ['config']) ?? []);
  return (offset) => going.some((node) => offset >= node.offset && offset < node.offset + node.length);
}

describe('A change of the layout file', () => {
  it('says in the text just what it does to the layout', () => {
    fc.assert(
      fc.property(layoutText, change, (text, edit) => {
        const before = parseLayout(text);
        assert.ok(before.layout, text);
        const wanted = outcomeOf(() => changedLayout(before.layout!, edit, before.ids));
        const written = outcomeOf(() => changeLayoutText(text, edit));
        if ('refusal' in wanted) assert.deepEqual(written, wanted);
        else {
          assert.ok('value' in written);
          assert.deepEqual(plain(parseLayout(written.value).layout), plain(wanted.value), written.value);
        }
      }),
      { numRuns: 250 },
    );
  });

  it('leaves every comment where it was in the order, besides those inside what is removed', () => {
    fc.assert(
      fc.property(layoutText, change, (text, edit) => {
        const written = outcomeOf(() => changeLayoutText(text, edit));
        if ('refusal' in written) return;
        const goes = mayGo(text, edit);
        const kept = commentsOf(text).filter(({ offset }) => !goes(offset));
        const after = commentsOf(written.value).map(({ words }) => words);
        const wanted = new Set(kept.map(({ words }) => words));
        assert.deepEqual(
          after.filter((words) => wanted.has(words)),
          kept.map(({ words }) => words),
          written.value,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('to its theme, names and places changes no other byte', () => {
    const panels = ['a', 'b', 'c'].map(
      (id, y) =>
        `/* ${id} */ {"id" :"${id}", "type":"models","position":{"y": ${y}, /* left */ "x":0 },\r\n\t"size": {"width":1,"height" : 1,} // ${id}\n }`,
    );
    const spread = `{ // mine\n"layout":{"panels":[${panels.join(' , ')}],},} // end`;
    const masked = (words: string): string => words.replace(/("(?:x|y|width|height)" ?: ?)\d+/g, '$1#');
    fc.assert(
      fc.property(fc.array(fc.record({ panel, place }), { maxLength: 4 }), (places) => {
        assert.equal(masked(changeLayoutText(spread, { kind: 'place', places })), masked(spread));
      }),
    );
    const text =
      '{ "layout": { // mine\n\t"panels" : [ {"type":"models","id":"a" , "title":"Old"  } ],"theme":{"name" :"dark"} } }\n';
    assert.equal(changeLayoutText(text, { kind: 'rename', panel: 'a', title: 'New' }), text.replace('Old', 'New'));
    assert.equal(changeLayoutText(text, { kind: 'theme', name: 'light' }), text.replace('dark', 'light'));
  });

  const lines = (...text: readonly string[]): string => text.join('\n');

  it('writes as people do', () => {
    const text = lines(
      '{',
      '  "layout": {',
      '    "panels": [',
      '      // The machine',
      '      { "id": "cpu", "type": "models", "position": { "x": 0, "y": 0 }, "size": { "width": 2, "height": 1 } }, // first',
      '      {',
      '        "id": "trend",',
      '        "type": "performance_chart",',
      '        "position": { "x": 2, "y": 0 },',
      '        "config": {',
      '          "metrics": [',
      '            "system.cpu_percent", // always',
      '            { "source": "model", "metric": "ttft_ms", "name": "TTFT" }',
      '          ]',
      '        }',
      '      } // last',
      '    ]',
      '  }',
      '}',
      '',
    );
    const after = [
      { kind: 'rename', panel: 'cpu', title: 'Machine' },
      {
        kind: 'chart',
        panel: 'trend',
        config: { metrics: [{ metric: 'system.cpu_percent' }, { metric: 'model.errors' }], timeWindowMs: 3_600_000 },
      },
      { kind: 'add', panelType: 'storage', place: { x: 0, y: 1, width: 2, height: 1 } },
      { kind: 'theme', name: 'dark' },
    ].reduce((now, edit) => changeLayoutText(now, edit as LayoutEdit), text);
    assert.equal(
      after,
      lines(
        '{',
        '  "layout": {',
        '    "panels": [',
        '      // The machine',
        '      { "id": "cpu", "type": "models", "position": { "x": 0, "y": 0 }, "size": { "width": 2, "height": 1 }, "title": "Machine" }, // first',
        '      {',
        '        "id": "trend",',
        '        "type": "performance_chart",',
        '        "position": { "x": 2, "y": 0 },',
        '        "config": {',
        '          "metrics": [',
        '            "system.cpu_percent", // always',
        '            "model.errors"',
        '          ],',
        '          "timeWindow": "1h"',
        '        },',
        '        "size": { "width": 2, "height": 2 }',
        '      }, // last',
        '      {',
        '        "id": "storage",',
        '        "type": "storage",',
        '        "position": { "x": 0, "y": 1 },',
        '        "size": { "width": 2, "height": 1 }',
        '      }',
        '    ],',
        '    "theme": { "name": "dark" }',
        '  }',
        '}',
        '',
      ),
    );
    const removed = changeLayoutText(text, { kind: 'remove', panel: 'cpu' });
    assert.equal(
      commentsOf(removed)
        .map(({ words }) => words)
        .join(),
      '// The machine,// first,// always,// last',
    );
  });

  it('is refused with a reason where the file cannot be read, and where what it is about is gone', () => {
    assert.throws(
      () => changeLayoutText('{\n"layout": {"panels": [}', { kind: 'theme', name: 'dark' }),
      /was not changed, for its file cannot be read.*Line 2:.*correct it and save it/s,
    );
    assert.throws(
      () => changeLayoutText('{"layout":{"panels":[]}}', { kind: 'remove', panel: 'gone' }),
      /"gone" is not in the layout any more/,
    );
    const full = Array.from({ length: layoutLimits.panels }, (_, index) => ({ id: `p${index}`, type: 'models' }));
    assert.throws(
      () =>
        changeLayoutText(JSON.stringify({ layout: { panels: full } }), {
          kind: 'add',
          panelType: 'models',
          place: { x: 0, y: 0, width: 1, height: 1 },
        }),
      /at most 60 panels/,
    );
  });
});

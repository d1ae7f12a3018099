import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import * as v from 'valibot';
import { layoutShape } from '../../../../src/protocol/layout/dataShapes';
import { type Layout, panelTypes } from '../../../../src/protocol/layout/layout';
import { layoutLimits } from '../../../../src/protocol/layout/limits';
import { parseLayout } from '../../../../src/protocol/layout/parseLayout';
import { layoutText } from './layoutTexts';

const textOf = (file: string): string => readFileSync(path.join(process.cwd(), file), 'utf8');
const withPanels = (...panels: readonly object[]): string => JSON.stringify({ layout: { panels } });
const told = (text: string): string =>
  parseLayout(text)
    .problems.map(({ message }) => message)
    .join('\n');
const only = (text: string): Layout => {
  const { layout, problems } = parseLayout(text);
  assert.deepEqual(problems, []);
  return layout!;
};

describe('A layout file', () => {
  it('that ships has every type of panel, is without a mistake, and begins with the overview over all columns', () => {
    const { panels, theme, grid } = only(textOf('media/layout.default.json'));
    assert.deepEqual(new Set(panels.map(({ type }) => type)), new Set(panelTypes));
    assert.equal(panels[0]!.type, 'system_overview');
    assert.deepEqual([panels[0]!.place.x, panels[0]!.place.y, panels[0]!.place.width], [0, 0, grid.columns]);
    assert.equal(theme.name, 'vscode');
  });

  it('in the documentation is without a mistake', () => {
    const [, example = ''] = /```jsonc\n([^]*?)```/.exec(textOf('docs/layout.md')) ?? [];
    assert.equal(only(example).panels.length, 2);
  });

  it('of the form that guides show is understood as it is', () => {
    const { panels, theme } = only(textOf('test/unit/protocol/layout/guideLayout.json'));
    assert.deepEqual(
      panels.map(({ id }) => id),
      ['system_overview', 'energy_viz', 'performance_chart', 'alerts'],
    );
    const [overview, energy, chart, alerts] = panels;
    assert.deepEqual(overview!.config, { metrics: ['cpu_percent', 'memory_percent'] });
    assert.deepEqual(energy!.config, { visualization: 'ribbons_particles' });
    assert.deepEqual(chart!.config, {
      metrics: [
        { metric: 'system.cpu_percent', name: 'CPU' },
        { metric: 'model.tokens_per_second', name: 'Tokens/sec' },
      ],
      timeWindowMs: 300_000,
    });
    assert.deepEqual(alerts!.config, { severityFilter: ['warning', 'critical'], maxAlerts: 10 });
    assert.equal(theme.colours.primary, '#00ff88');
  });

  it('has each mistake told at its place, and the rest in force', () => {
    const text = [
      '{ "layout": {',
      '  "grid": { "columns": 99, "rows": 2 },',
      '  "panels": [',
      '    { "id": "a", "type": "modelz" },',
      '    { "id": "b", "type": "models", "titel": "B" },',
      '    { "id": "b", "type": "requests" },',
      '    { "id": "c", "type": "alert_list", "config": { "maxAlerts": 1000, "severityFilter": ["info"] } },',
      '    { "id": "d", "type": "performance_chart", "config": { "metrics": ["system.cpu_percnt", "monitor.samples"] } },',
      '    { "id": "e/e", "type": "models" }',
      '  ],',
      '  "theme": { "colors": { "primary": "#FFF", "warning": "red" } }',
      '} }',
    ].join('\n');
    const { layout, problems } = parseLayout(text);
    assert.deepEqual(
      layout!.panels.map(({ id }) => id),
      ['b', 'c', 'd'],
    );
    assert.deepEqual(layout!.grid, { columns: 4, rows: 2, gap: 8 });
    assert.deepEqual(layout!.panels[1]!.config, { severityFilter: ['info'], maxAlerts: 10 });
    assert.deepEqual(layout!.theme.colours, { primary: '#ffffff' });
    const lines: readonly [number, RegExp][] = [
      [2, /"columns" takes a whole number from 1 to 24; got 99/],
      [4, /no type of panel "modelz"; this one is left out\. Did you mean "models"\?/],
      [5, /"titel" means nothing here.*Did you mean "title"/],
      [6, /"b" is taken by the panel in line 5/],
      [7, /"maxAlerts" takes a whole number from 1 to 100/],
      [8, /no metric "system\.cpu_percnt".*Did you mean "system\.cpu_percent"/],
      [9, /"id" takes a name of 1 to 64 letters/],
      [11, /"warning" takes a colour such as/],
    ];
    assert.equal(problems.length, lines.length, JSON.stringify(problems));
    for (const [index, [line, words]] of lines.entries()) {
      assert.equal(problems[index]!.line, line);
      assert.match(problems[index]!.message, words);
    }
  });

  it('in which panels cover others or reach beyond the grid is put right, and says so', () => {
    const at = (id: string, x: number, y: number): object => ({
      id,
      type: 'models',
      position: { x, y },
      size: { width: 2, height: 2 },
    });
    const { layout, problems } = parseLayout(
      withPanels(at('a', 0, 0), at('b', 1, 1), at('c', 3, 0), { id: 'd', type: 'storage' }),
    );
    assert.deepEqual(
      layout!.panels.map(({ place: { x, y } }) => [x, y]),
      [
        [0, 0],
        [1, 2],
        [2, 0],
        [0, 4],
      ],
    );
    assert.match(
      problems.map(({ message }) => message).join('\n'),
      /would cover "a".*"y": 2[^]*ends in column 5, and the grid has 4/,
    );
  });

  it('that is broken leaves what was in force, and says which line and what to do', () => {
    for (const [text, words] of [
      ['', /empty/],
      ['{\n"layout": {\n"panels": [\n}', /a value is due/],
      ['{"layuot": {}}', /Did you mean "layout"/],
      ['{"layout": {"panels": {}}}', /"panels" takes a list/],
      ['{"layout": {}}', /"panels" is missing/],
      ['\0', /no text/],
      ['['.repeat(200_000), /nested more than 32/],
      [`{"layout": ${'{"a":'.repeat(40)}1${'}'.repeat(40)}}`, /nested more than 32/],
      [' '.repeat(layoutLimits.text + 1), /more than the 1 MiB/],
      [`[${'1,'.repeat(layoutLimits.tokens)}1]`, /more than the 100000 names/],
    ] as const) {
      const { layout, problems } = parseLayout(text);
      assert.equal(layout, undefined);
      assert.match(told(text), words);
      assert.match(told(text), /The layout of before stays in force\./);
      assert.ok(problems.every(({ weight }) => weight === 'error'));
    }
  });

  it('is bounded in what it can make a page show', () => {
    const many = Array.from({ length: 200 }, (_, index) => ({ id: `p${index}`, type: 'models' }));
    assert.equal(parseLayout(withPanels(...many)).layout!.panels.length, layoutLimits.panels);
    assert.match(told(withPanels(...many)), /at most 60 panels/);
    const metrics = Array.from({ length: 500 }, () => 'system.cpu_percent');
    const [chart] = parseLayout(withPanels({ id: 'c', type: 'performance_chart', config: { metrics } })).layout!.panels;
    assert.ok(chart?.type === 'performance_chart');
    assert.equal(chart.config.metrics.length, layoutLimits.metrics);
    assert.match(told(withPanels({ id: '__proto__', type: 'models' })), /"id" takes/);
  });

  it('whatever it holds, gives a layout that pages take, or none', () => {
    fc.assert(
      fc.property(fc.oneof(layoutText, fc.json(), fc.string()), (text) => {
        const { layout } = parseLayout(text);
        if (layout) assert.ok(v.is(layoutShape, layout), JSON.stringify(layout));
      }),
    );
  });
});

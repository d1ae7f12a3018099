import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Layout, LayoutChange } from '../../../../src/protocol/layout/layout';
import type { FromView } from '../../../../src/protocol/viewLink';
import { UndoStack } from '../../../../webview/dashboard/edit/undoStack';
import { LayoutModel } from '../../../../webview/dashboard/layout/layoutModel';
import { sameText } from '../../../../webview/dashboard/layout/sameText';
import { withChanges } from '../../../../webview/dashboard/layout/withChanges';
import { watchedMetrics } from '../../../../webview/dashboard/panels/watchedMetrics';
import { layoutOf } from '../../../browser/layouts';
import { FakePageTime } from '../fakePageTime';

const start = layoutOf([
  ['models', 0, 0, 2, 1],
  ['requests', 2, 0, 2, 1],
  ['performance_chart', 0, 1, 4, 2],
]);
const rename = (panel: string, title: string): LayoutChange => ({ kind: 'rename', panel, title });
const titles = (layout: Layout | undefined): unknown => layout?.panels.map(({ id, title }) => title ?? id);

function modelWith(): { model: LayoutModel; time: FakePageTime; posted: FromView[]; count: () => number } {
  const time = new FakePageTime();
  const posted: FromView[] = [];
  let changes = 0;
  const model = new LayoutModel(
    time,
    (message) => posted.push(message),
    () => changes++,
  );
  return { model, time, posted, count: () => changes };
}

describe('The layout of the page', () => {
  it('shows a change at once and tells it once', () => {
    const { model, posted, count } = modelWith();
    model.tell(start, undefined);
    model.change(rename('models', 'Mine'));
    assert.deepEqual(titles(model.shown), ['Mine', 'requests', 'performance_chart']);
    assert.deepEqual(posted, [{ type: 'layout', change: rename('models', 'Mine') }]);
    assert.equal(count(), 2);
  });

  it('keeps the changes that an answer does not have yet, in whatever order its keys stand', () => {
    const { model } = modelWith();
    model.tell(start, undefined);
    model.change(rename('models', 'One'));
    model.change(rename('requests', 'Two'));
    const first = withChanges(start, [rename('models', 'One')]);
    const reordered = JSON.parse(sameText(first)) as Layout;
    model.tell(reordered, undefined);
    assert.deepEqual(titles(model.shown), ['One', 'Two', 'performance_chart']);
    model.tell(withChanges(start, [rename('models', 'One'), rename('requests', 'Two')]), undefined);
    assert.deepEqual(titles(model.shown), ['One', 'Two', 'performance_chart']);
  });

  it('takes one answer for several changes', () => {
    const { model } = modelWith();
    model.tell(start, undefined);
    const changes = [rename('models', 'One'), rename('models', 'Two')];
    for (const change of changes) model.change(change);
    model.tell(withChanges(start, changes), undefined);
    model.tell(start, undefined);
    assert.deepEqual(titles(model.shown), titles(start), 'nothing is left that would come back');
  });

  it('takes a layout from elsewhere for the newest word', () => {
    const { model } = modelWith();
    model.tell(start, undefined);
    model.change(rename('models', 'Mine'));
    const other = layoutOf([['storage', 0, 0, 1, 1]]);
    model.tell(other, 'Line 3 is wrong.');
    assert.deepEqual(model.shown, other);
    assert.equal(model.problem, 'Line 3 is wrong.');
  });

  it('goes back to what the host has where a change is never answered', () => {
    const { model, time } = modelWith();
    model.tell(start, undefined);
    model.change(rename('models', 'Mine'));
    time.advance(10_001);
    assert.deepEqual(titles(model.shown), titles(start));
  });

  it('shows what there was where a change cannot be made', () => {
    assert.equal(withChanges(start, [rename('nobody', 'Mine')]), start);
  });
});

describe('Undo', () => {
  const changes: readonly LayoutChange[] = [
    { kind: 'place', places: [{ panel: 'models', place: { x: 2, y: 0, width: 2, height: 1 } }] },
    { kind: 'remove', panel: 'performance_chart' },
    { kind: 'add', panelType: 'storage', place: { x: 0, y: 3, width: 2, height: 1 } },
    rename('requests', 'Mine'),
    { kind: 'theme', name: 'dark' },
    {
      kind: 'chart',
      panel: 'performance_chart',
      config: { metrics: [{ metric: 'system.load_1m' }], timeWindowMs: 60_000 },
    },
  ];
  for (const change of changes)
    it(`takes back: ${change.kind}`, () => {
      const undo = new UndoStack();
      undo.push(start, change);
      const after = withChanges(start, [change]);
      assert.notEqual(sameText(after), sameText(start));
      const back = withChanges(after, undo.pop(after));
      const byId = ({ panels, ...rest }: Layout): string =>
        sameText({ ...rest, panels: Object.fromEntries(panels.map((panel) => [panel.id, panel])) });
      assert.equal(byId(back), byId(start));
      assert.ok(undo.isEmpty);
    });

  it('has nothing to take back after a reset', () => {
    const undo = new UndoStack();
    undo.push(start, changes[0]!);
    undo.push(start, { kind: 'reset' });
    assert.deepEqual(undo.pop(start), []);
  });
});

describe('The metrics that a page asks for', () => {
  it('are named once, and not where a pattern has them', () => {
    assert.deepEqual(watchedMetrics(['model.ttft_ms', 'model.*', 'system.load_1m', 'system.load_1m']), [
      'model.*',
      'system.load_1m',
    ]);
  });

  it('are whole sources where they would be more than the host takes', () => {
    const many = Array.from({ length: 65 }, (_, at) => `system.metric_${at}`);
    assert.deepEqual(watchedMetrics([...many, 'monitor.cpu_percent']), ['monitor.*', 'system.*']);
    assert.equal(watchedMetrics(many.slice(1)).length, 64);
  });
});

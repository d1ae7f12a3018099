import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Layout, LayoutChange } from '../../src/protocol/layout/layout';
import { withChanges } from '../../webview/dashboard/layout/withChanges';
import { busyMachine, busyStatus } from './busyMachine';
import { layoutOf } from './layouts';
import { darkModern } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

const now = 1_780_000_015_000;
/** How long the page waits for the host's word of its layout. */
const waitsMs = 2000;

const grid = layoutOf([
  ['top_processes', 0, 0, 2, 1],
  ['storage', 2, 0, 2, 1],
  ['monitor_cost', 0, 1, 4, 2],
]);

describe('The layout of the dashboard', () => {
  let browser: ViewBrowser;
  before(async () => {
    browser = await ViewBrowser.start();
  });
  after(() => browser.stop());

  const opened = async (layout: Layout | null = grid, width = 1280): Promise<ViewPage> => {
    const feed = busyMachine();
    const page = await browser.open(darkModern, width, 900, undefined, layout);
    await page.tell({ type: 'reset' }, feed.announcement, { type: 'status', status: busyStatus });
    await page.tell(feed.rows(now - 20_000, now), { type: 'live' });
    await page.drawn();
    return page;
  };
  const editing = async (layout = grid, width = 1280): Promise<ViewPage> => {
    const page = await opened(layout, width);
    await page.page.getByRole('button', { name: 'Edit layout' }).click();
    await page.drawn();
    return page;
  };
  const changes = async (page: ViewPage): Promise<LayoutChange[]> =>
    (await page.heard()).flatMap((message) => (message.type === 'layout' ? [message.change] : []));
  const grip = (page: ViewPage, panel: string) => page.page.locator(`[data-panel="${panel}"] .panel-grip`);
  const box = async (page: ViewPage, selector: string) => (await page.page.locator(selector).boundingBox())!;
  const panelBox = (page: ViewPage, panel: string) => box(page, `[data-panel="${panel}"]`);
  const said = (page: ViewPage): Promise<string> =>
    page.page.locator('.board > [role=status].unseen').evaluate((element) => element.textContent);

  it('is waited for, and is the usual one where the host tells none', async () => {
    const page = await browser.open(darkModern, 1280, 900, undefined, null);
    const { panels, note, ageMs } = await page.page.evaluate(() => ({
      panels: document.querySelectorAll('.panel').length,
      note: document.querySelector<HTMLElement>('.grid-note')?.innerText ?? '',
      ageMs: performance.now(),
    }));
    // Who looks later than the page waits finds that over.
    if (ageMs < waitsMs) assert.deepEqual([panels, note.includes('Waiting for the layout')], [0, true], note);
    await page.page.locator('.panel').first().waitFor();
    assert.equal(await page.page.locator('.panel').count(), 10);
    await page.close();
  });

  it('stands as it is told: places, sizes and the gap between panels', async () => {
    const page = await opened();
    const [left, right, below] = await Promise.all(
      ['top_processes', 'storage', 'monitor_cost'].map((panel) => panelBox(page, panel)),
    );
    assert.equal(left!.y, right!.y);
    assert.ok(Math.abs(left!.width - right!.width) < 1);
    assert.ok(Math.abs(right!.x - (left!.x + left!.width) - 12) < 1);
    assert.ok(below!.y >= left!.y + left!.height + 11 && Math.abs(below!.width - 1248) < 1);
    assert.ok(below!.height > 2 * 120);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  it('closes the gap of a panel that has nothing to show, and opens it when there is something', async () => {
    const withModels = layoutOf([
      ['models', 0, 0, 2, 1],
      ['storage', 2, 0, 2, 1],
    ]);
    const page = await opened(withModels);
    assert.ok((await panelBox(page, 'storage')).width < 700);
    await page.tell({ type: 'status', status: { ...busyStatus, runtimes: [] } });
    await page.drawn();
    assert.equal(await page.page.locator('[data-panel="models"]').isVisible(), false);
    assert.ok((await panelBox(page, 'storage')).width > 1240);
    await page.tell({ type: 'status', status: busyStatus });
    await page.drawn();
    assert.ok((await panelBox(page, 'storage')).width < 700);
    await page.close();
  });

  it('keeps panels that are in the next layout too, while data flows', async () => {
    const page = await opened();
    await page.page.evaluate(() => {
      for (const canvas of document.querySelectorAll('canvas')) canvas.dataset['kept'] = 'yes';
    });
    const next = withChanges(grid, [
      { kind: 'place', places: [{ panel: 'monitor_cost', place: { x: 0, y: 0, width: 1, height: 1 } }] },
      { kind: 'rename', panel: 'monitor_cost', title: 'Mine' },
      { kind: 'remove', panel: 'storage' },
    ]);
    await page.tell({ type: 'layout', layout: next });
    await page.tell(busyMachine().rows(now, now + 500));
    await page.drawn();
    const chart = page.page.locator('[data-panel="monitor_cost"]');
    assert.equal(await chart.locator('canvas').getAttribute('data-kept'), 'yes');
    assert.match(await chart.innerText(), /^Mine/);
    assert.equal(await page.page.locator('[data-panel="storage"]').count(), 0);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  it('asks for the metrics of its panels, anew only where they change', async () => {
    const page = await opened();
    const watches = async () => (await page.heard()).filter(({ type }) => type === 'watch');
    assert.equal((await watches()).length, 1);
    await page.tell({ type: 'layout', layout: withChanges(grid, [{ kind: 'rename', panel: 'storage', title: 'X' }]) });
    assert.equal((await watches()).length, 1);
    await page.tell({ type: 'layout', layout: withChanges(grid, [{ kind: 'remove', panel: 'top_processes' }]) });
    assert.deepEqual((await watches()).at(-1), { type: 'watch', metrics: ['monitor.*', 'ux.host_lag_ms'] });
    await page.close();
  });

  it('says why the file is not in force, and opens it', async () => {
    const page = await opened();
    const problem = 'layout.json, line 7: "colums" is no key. Did you mean "columns"?';
    await page.tell({ type: 'layout', layout: grid, problem });
    await page.drawn();
    assert.match(await page.page.locator('.layout-problem').innerText(), /line 7/);
    await page.page.getByRole('button', { name: 'Open the file' }).click();
    assert.deepEqual((await page.heard()).at(-1), { type: 'command', command: 'openLayout' });
    await page.tell({ type: 'layout', layout: grid });
    await page.drawn();
    assert.equal(await page.page.locator('.layout-problem').isVisible(), false);
    await page.close();
  });

  it('holds sixty panels', async () => {
    const many = layoutOf(
      Array.from({ length: 60 }, (_, at) => ['storage', at % 4, Math.floor(at / 4), 1, 1] as const),
    );
    const page = await opened(many);
    assert.equal(await page.page.locator('.panel').count(), 60);
    await page.page.getByRole('button', { name: 'Edit layout' }).click();
    await page.page.getByRole('button', { name: 'Add panel' }).click();
    await page.page.getByRole('menuitem').first().click();
    assert.match(await said(page), /at most 60 panels/);
    assert.deepEqual(await changes(page), []);
    await page.close();
  });

  describe('in edit mode', () => {
    it('moves a panel with the mouse, shows it before it is let go, and tells it once', async () => {
      const page = await editing();
      const [from, to] = [(await grip(page, 'storage').boundingBox())!, await panelBox(page, 'top_processes')];
      const { mouse } = page.page;
      await mouse.move(from.x + 20, from.y + 8);
      await mouse.down();
      await mouse.move(from.x - 100, from.y + 8, { steps: 4 });
      await mouse.move(to.x + 24, to.y + 10, { steps: 4 });
      assert.ok((await panelBox(page, 'storage')).x < 40, 'it stands where it would be');
      assert.deepEqual(await changes(page), [], 'nothing is told before it is let go');
      await page.screenshot('layout-drag', false);
      await mouse.up();
      const [change, ...others] = await changes(page);
      assert.deepEqual(others, []);
      assert.ok(change?.kind === 'place');
      const storage = change.places.find(({ panel }) => panel === 'storage');
      assert.deepEqual(storage?.place, { x: 0, y: 0, width: 2, height: 1 });
      assert.ok((await panelBox(page, 'top_processes')).y > (await panelBox(page, 'storage')).y, 'the other made room');
      await page.close();
    });

    it('sizes a panel with the mouse', async () => {
      const page = await editing();
      const corner = await box(page, '[data-panel="storage"] .panel-corner');
      const column = (await panelBox(page, 'storage')).width / 2;
      const { mouse } = page.page;
      await mouse.move(corner.x + 8, corner.y + 8);
      await mouse.down();
      await mouse.move(corner.x + 8 - column, corner.y + 8, { steps: 5 });
      await mouse.up();
      assert.deepEqual(await changes(page), [
        { kind: 'place', places: [{ panel: 'storage', place: { x: 2, y: 0, width: 1, height: 1 } }] },
      ]);
      await page.close();
    });

    it('takes a drag back with Escape, and stays in edit mode', async () => {
      const page = await editing();
      const before = await panelBox(page, 'storage');
      const from = (await grip(page, 'storage').boundingBox())!;
      await page.page.mouse.move(from.x + 20, from.y + 8);
      await page.page.mouse.down();
      await page.page.mouse.move(from.x - 600, from.y + 8, { steps: 4 });
      await page.page.keyboard.press('Escape');
      await page.page.mouse.up();
      assert.deepEqual(await panelBox(page, 'storage'), before);
      assert.deepEqual(await changes(page), []);
      assert.ok(await page.page.getByRole('button', { name: 'Done' }).isVisible());
      await page.close();
    });

    it('does everything by keyboard, says it, and takes it back', async () => {
      const page = await editing();
      const { keyboard } = page.page;
      await grip(page, 'storage').focus();
      await keyboard.press('ArrowLeft');
      assert.match(await said(page), /Storage: column 2, row 1, 2 columns wide, 1 row high/);
      await keyboard.press('Shift+ArrowRight');
      await keyboard.press('F2');
      await keyboard.type('Disk');
      await keyboard.press('Enter');
      assert.equal(await grip(page, 'storage').innerText(), 'Disk');
      await keyboard.press('Delete');
      assert.equal(await page.page.locator('[data-panel="storage"]').count(), 0);
      assert.match(await said(page), /Disk was removed/);
      const kinds = (await changes(page)).map(({ kind }) => kind);
      assert.deepEqual(kinds, ['place', 'place', 'rename', 'remove']);
      assert.notEqual(
        await page.page.evaluate(() => document.activeElement?.getAttribute('aria-label')),
        null,
        'the focus is not lost',
      );
      await keyboard.press('Control+z');
      assert.equal(await grip(page, 'storage').innerText(), 'Disk');
      for (let at = 0; at < 3; at++) await keyboard.press('Control+z');
      assert.equal(await grip(page, 'storage').innerText(), 'Storage');
      const undone = await panelBox(page, 'storage');
      assert.ok(undone.x > 600 && undone.width < 640, JSON.stringify(undone));
      await keyboard.press('Control+z');
      assert.match(await said(page), /nothing to undo/);
      await keyboard.press('Escape');
      assert.equal(await page.page.locator('.edit-bar').isVisible(), false);
      await page.close();
    });

    it('takes back what was changed inside of a chart in its turn, and knows nothing of what was before', async () => {
      const page = await opened(layoutOf([['performance_chart', 0, 0, 4, 2]]));
      const { keyboard } = page.page;
      const lines = page.page.locator('[data-panel="performance_chart"] .line-name');
      const toggle = async (metric: string): Promise<void> => {
        await page.page.locator('.picker-button').click();
        await page.page.locator('.picker-field').fill(metric);
        await keyboard.press('Enter');
        await keyboard.press('Escape');
        await page.drawn();
      };
      await lines.first().waitFor();
      const names = await lines.allInnerTexts();
      await toggle('system.load_1m');
      await page.page.getByRole('button', { name: 'Edit layout' }).click();
      await grip(page, 'performance_chart').focus();
      await keyboard.press('Shift+ArrowLeft');
      await toggle('system.swap_percent');
      assert.deepEqual(await lines.allInnerTexts(), [...names, 'system.load_1m', 'system.swap_percent']);
      await page.page.getByRole('button', { name: 'Undo' }).click();
      await page.drawn();
      assert.deepEqual(await lines.allInnerTexts(), [...names, 'system.load_1m']);
      assert.ok((await panelBox(page, 'performance_chart')).width < 1000, 'the step before it stays');
      await keyboard.press('Control+z');
      assert.ok((await panelBox(page, 'performance_chart')).width > 1000);
      await keyboard.press('Control+z');
      assert.match(await said(page), /nothing to undo/);
      await page.page.locator('.performance-plot').focus();
      await keyboard.press('Escape');
      assert.equal(await page.page.locator('.edit-bar').isVisible(), false, 'a chart with nothing to go back from');
      await page.close();
    });

    it('adds a panel in a free place and gives it the focus; the host may have another id for it', async () => {
      const page = await editing();
      await page.page.getByRole('button', { name: 'Add panel' }).click();
      await page.page.keyboard.press('ArrowDown');
      await page.screenshot('layout-add', false);
      await page.page.getByRole('menuitem', { name: /^Models/ }).click();
      const [change] = await changes(page);
      assert.ok(change?.kind === 'add' && change.panelType === 'models');
      const focused = await page.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      assert.equal(focused, 'Panel Models');
      await page.page.keyboard.press('Control+z');
      assert.deepEqual((await changes(page)).at(-1), { kind: 'remove', panel: 'models' });
      await page.close();
    });

    it('shows also what has nothing to show, and does not react inside of panels', async () => {
      const page = await editing(layoutOf([['models', 0, 0, 4, 1]]));
      await page.tell({ type: 'status', status: { ...busyStatus, runtimes: [] } });
      await page.drawn();
      assert.ok(await grip(page, 'models').isVisible());
      assert.equal(await page.page.locator('[data-panel="models"] > section').getAttribute('inert'), '');
      const said = await page.page
        .locator('[data-panel="models"]')
        .evaluate((panel) => getComputedStyle(panel, '::after').content);
      assert.match(said, /Nothing to show on this machine now/);
      await page.close();
    });

    it('goes on from what the host says, as when the file is edited meanwhile', async () => {
      const page = await editing();
      const next = withChanges(grid, [{ kind: 'remove', panel: 'top_processes' }]);
      await page.tell({ type: 'layout', layout: next });
      await page.drawn();
      assert.equal(await page.page.locator('.panel-grip').count(), 2);
      await page.close();
    });

    it('says on a page that is too narrow why panels do not move', async () => {
      const page = await editing(grid, 200);
      await grip(page, 'storage').focus();
      await page.page.keyboard.press('ArrowLeft');
      assert.match(await said(page), /Make the page wider to move panels: the layout has 4 columns/);
      assert.deepEqual(await changes(page), []);
      await page.close();
    });

    it('changes the colours, and leads to the file and back to the beginning', async () => {
      const page = await editing();
      await page.page.getByLabel('Colours of the dashboard').selectOption('light');
      await page.drawn();
      const ground = await page.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.equal(ground, 'rgb(244, 244, 244)');
      await page.page.getByRole('button', { name: 'Reset' }).click();
      await page.page.getByRole('button', { name: 'Open file' }).click();
      assert.deepEqual(await changes(page), [{ kind: 'theme', name: 'light' }, { kind: 'reset' }]);
      assert.deepEqual((await page.heard()).at(-1), { type: 'command', command: 'openLayout' });
      await page.close();
    });
  });
});

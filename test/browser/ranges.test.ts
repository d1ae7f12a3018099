import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import type { HistoryRequest } from '../../src/protocol/history';
import { busyActivity } from './busyActivity';
import { busyMachine, busyStatus } from './busyMachine';
import { Feed } from './feed';
import { inked } from './inked';
import { darkModern, highContrast, lightModern, type Theme } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

const now = 1_780_000_015_000;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Name of a range's button, its length, and the step that is asked for. */
const longRanges: readonly [name: string, rangeMs: number, stepMs: number][] = [
  ['15 min', 15 * minute, 2000],
  ['1 h', hour, 10_000],
  ['6 h', 6 * hour, minute],
  ['24 h', day, 5 * minute],
  ['7 d', 7 * day, 30 * minute],
  ['30 d', 30 * day, 2 * hour],
];

describe('Long ranges of the dashboard', () => {
  let browser: ViewBrowser;
  before(async () => {
    browser = await ViewBrowser.start();
  });
  after(() => browser.stop());

  const opened = async (feed: Feed, theme: Theme = darkModern, width = 1280): Promise<ViewPage> => {
    const page = await browser.open(theme, width);
    await page.tell({ type: 'reset' }, feed.announcement, { type: 'status', status: busyStatus });
    await page.tell(feed.rows(now - 5 * minute, now), { type: 'live' });
    await page.tell({ type: 'activity', activity: busyActivity(now) });
    return page;
  };
  const choose = (page: ViewPage, name: string): Promise<void> =>
    page.page.getByRole('button', { name, exact: true }).click();
  const shown = async (page: ViewPage, feed: Feed, name: string): Promise<HistoryRequest> => {
    await choose(page, name);
    const request = await page.answerPast(feed);
    await page.painted();
    return request;
  };
  const note = (page: ViewPage, card = 'cpu'): Promise<string> =>
    page.page.locator(`[data-card="${card}"] .plot-note`).innerText();

  for (const [name, rangeMs, stepMs] of longRanges)
    it(`asks once for ${name} in steps that can be drawn, and draws all of it`, async () => {
      const feed = busyMachine();
      const page = await opened(feed);
      const request = await shown(page, feed, name);
      assert.equal(request.stepMs, stepMs);
      assert.equal(request.from % stepMs, 0);
      assert.ok(request.from <= now - rangeMs && request.to === now, `${request.from} to ${request.to}`);
      assert.ok(rangeMs / stepMs >= 250 && rangeMs / stepMs <= 600);
      for (const card of ['cpu', 'memory', 'gpu', 'power'])
        assert.deepEqual(await inked(page, card, [0.1, 0.5, 0.9]), [true, true, true], card);
      assert.equal((await page.questions()).length, 1);
      assert.deepEqual(page.problems, []);
      await page.close();
    });

  it('asks for 30 days while the pointer rests on their button, so that a press shows them at once', async () => {
    const feed = busyMachine();
    const page = await opened(feed);
    await page.page.getByRole('button', { name: '30 d', exact: true }).hover();
    await page.answerPast(feed);
    assert.equal(await page.page.getByRole('button', { name: '30 d', pressed: true }).count(), 0);
    await choose(page, '30 d');
    await page.painted();
    assert.deepEqual(await inked(page, 'cpu', [0.1, 0.5, 0.9]), [true, true, true]);
    assert.equal((await page.questions()).length, 1);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  it('asks nothing while what is streamed is enough', async () => {
    const page = await opened(busyMachine());
    await choose(page, '5 min');
    await page.drawn();
    assert.deepEqual(await page.questions(), []);
    await page.close();
  });

  it('shows mean, least and greatest of the range and of the step that is pointed at', async () => {
    const feed = new Feed();
    feed.add(feed.group(100), 'system.cpu_percent', {}, (time) => (Math.floor(time / 100) % 2 === 0 ? 20 : 60));
    const page = await opened(feed);
    await choose(page, '24 h');
    const { question, request } = await page.openQuestion();
    const answer = feed.answer(request);
    const [series] = answer.series;
    const values = [40, 10, 90, 3000].map((value) => series!.times.map(() => value));
    await page.tell({ type: 'history', question, answer: { ...answer, series: [{ ...series!, values }] } });
    await page.painted();
    const legend = page.page.locator('[data-card="cpu"] .legend-entry');
    assert.equal((await legend.innerText()).replace(/\s+/g, ' '), 'All cores 40.0% mean, 10.0–90.0%');
    await page.page.locator('[data-card="cpu"] .plot').hover();
    const box = (await page.page.locator('.hover-box').innerText()).replace(/\s+/g, ' ');
    assert.match(box, /^\d+ [A-Z][a-z]{2} \d\d:\d[05]–\d\d:\d[05] All cores 40\.0% \(10\.0–90\.0%\)$/);
    await page.close();
  });

  it('shrinks its charts with the picture whose legends take their room', async () => {
    const feed = busyMachine();
    const page = await opened(feed);
    await page.page.evaluate(() => {
      const watch = (): void => {
        for (const plot of document.querySelectorAll<HTMLElement>('.plot')) {
          const { left, width, bottom } = plot.getBoundingClientRect();
          const below = document.elementFromPoint(left + width / 2, bottom + 3);
          if (plot.clientHeight > 0 && below && plot.contains(below)) document.body.dataset['over'] = 'yes';
          document.body.dataset['looked'] = 'yes';
        }
        requestAnimationFrame(watch);
      };
      watch();
    });
    await shown(page, feed, '24 h');
    await page.page.waitForTimeout(300);
    const { looked, over } = await page.page.evaluate(() => {
      const { dataset } = document.body;
      return { looked: dataset['looked'], over: dataset['over'] };
    });
    assert.deepEqual([looked, over], ['yes', undefined], 'a chart lay over its legend');
    await page.close();
  });

  it('goes on with live samples, and asks for the newest part only, once a step', async () => {
    const feed = busyMachine();
    const page = await opened(feed);
    const first = await shown(page, feed, '1 h');
    const picture = () => page.page.evaluate(() => document.querySelector('canvas')!.toDataURL());
    const before = await picture();
    await page.tell(feed.rows(now, now + 9000));
    await eventually('what is live is drawn', async () => (await picture()) !== before);
    assert.equal((await page.questions()).length, 1, 'live samples are enough until a step is over');
    await page.tell(feed.rows(now + 9000, now + 10_000));
    const request = await page.answerPast(feed);
    assert.deepEqual([request.from, request.to], [Math.floor(first.to / 10_000) * 10_000, now + 10_000]);
    await page.page.waitForTimeout(1100);
    assert.equal((await page.questions()).length, 2);
    await page.close();
  });

  it('goes on to tell the mean of a line that is drawn when it is not available any more', async () => {
    const feed = new Feed();
    const stopped = now - 10 * minute;
    const lost = { runtime: 'llama', model: 'lost' };
    const group = feed.group(1000);
    feed.add(group, 'model.tokens_per_second', lost, (time) => (time < stopped ? 40 : NaN), 'unavailable', 'It ended.');
    feed.add(group, 'model.tokens_per_second', { runtime: 'llama', model: 'kept' }, () => 20);
    const page = await opened(feed);
    const told = () => page.page.locator('[data-card="tokens"] .legend-entry', { hasText: 'lost' }).innerText();
    await shown(page, feed, '1 h');
    assert.match(await told(), /≈\s40\.0\stok\/s/);
    await page.tell(feed.rows(now, now + 10_000));
    await page.answerPast(feed);
    await page.painted();
    assert.match(await told(), /≈\s40\.0\stok\/s/);
    await page.close();
  });

  it('draws a time that was not recorded as a gap', async () => {
    const feed = new Feed();
    feed.add(feed.group(1000), 'system.cpu_percent', {}, () => 50);
    const page = await opened(feed);
    await choose(page, '24 h');
    await page.answerPast(feed, (time) => time < now - 0.6 * day || time > now - 0.4 * day);
    await page.painted();
    assert.deepEqual(await inked(page, 'cpu', [0.2, 0.45, 0.5, 0.55, 0.8]), [true, false, false, false, true]);
    await page.screenshot('range-gap', false);
    await page.close();
  });

  it('says that it reads the past only when that takes long, and what failed with its reason', async () => {
    const feed = busyMachine();
    const page = await opened(feed);
    await choose(page, '24 h');
    // Pointing at the button has asked already, and a refusal that nobody waits for is not told.
    await page.drawn();
    const { question } = await page.openQuestion();
    assert.equal(await note(page), 'Reading the past …');
    const delay = await page.page
      .locator('[data-card="cpu"] .plot-note')
      .evaluate((element) => getComputedStyle(element).animationDelay);
    assert.equal(delay, '0.4s');
    const reason = 'The folder of the recorded data cannot be read: permission denied. Give yourself access to it.';
    await page.tell({ type: 'noHistory', question, reason });
    await page.drawn();
    assert.equal(await note(page), `${reason} It is asked for again by itself.`);
    assert.ok(await page.page.locator('[data-card="cpu"] canvas').isVisible());
    assert.equal((await page.questions()).length, 1);
    await page.screenshot('range-failed');
    await page.answerPast(feed);
    assert.equal((await page.questions()).length, 2);
    await page.drawn();
    assert.equal(await note(page), '');
    await page.close();
  });

  it('says that nothing was recorded, not 0', async () => {
    const page = await opened(new Feed());
    await choose(page, '30 d');
    await page.answerPast(new Feed());
    await page.drawn();
    assert.equal(await note(page), 'Nothing was recorded in this time.');
    await page.close();
  });

  it('asks nothing while it is hidden', async () => {
    const feed = busyMachine();
    const page = await opened(feed);
    await shown(page, feed, '15 min');
    const setHidden = (hidden: boolean) =>
      page.page.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', { value: value ? 'hidden' : 'visible', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await setHidden(true);
    await page.tell(feed.rows(now, now + minute));
    await page.page.waitForTimeout(300);
    assert.equal((await page.questions()).length, 1);
    await setHidden(false);
    await page.answerPast(feed);
    assert.equal((await page.questions()).length, 2);
    await page.close();
  });

  it('comes back to its range after a reload', async () => {
    const feed = busyMachine();
    const page = await opened(feed);
    await shown(page, feed, '7 d');
    await page.page.reload();
    await page.tell({ type: 'reset' }, feed.announcement, { type: 'status', status: busyStatus });
    assert.deepEqual(await page.questions(), [], 'not before the host has sent what it has');
    await page.tell(feed.rows(now - minute, now), { type: 'live' });
    const request = await page.answerPast(feed);
    assert.equal(request.stepMs, 30 * minute);
    await page.painted();
    assert.deepEqual(await inked(page, 'cpu', [0.1, 0.9]), [true, true]);
    await page.close();
  });

  it('takes no answer that is not asked for, or of the wrong shape', async () => {
    const feed = busyMachine();
    const page = await opened(feed);
    await choose(page, '24 h');
    const { question, request } = await page.openQuestion();
    const answer = feed.answer(request);
    await page.tell({ type: 'history', question: question + 1, answer });
    await page.tell({
      type: 'history',
      question,
      answer: { ...answer, series: answer.series.map((one) => ({ ...one, values: one.values.slice(1) })) },
    });
    await page.drawn();
    assert.equal(await note(page), 'Reading the past …');
    await page.tell({ type: 'history', question, answer });
    await page.drawn();
    assert.equal(await note(page), '');
    await page.close();
  });

  it('says in the header when this window does not record', async () => {
    const page = await opened(busyMachine());
    const reason = 'Another window records for all: the past is read from it. Nothing is lost.';
    await page.tell({
      type: 'status',
      status: { ...busyStatus, components: [{ id: 'store', state: 'degraded', reason }] },
    });
    const state = page.page.locator('.state');
    await state.getByText('Not recording here').waitFor();
    await state.hover();
    assert.equal(await page.page.locator('.hover-box').innerText(), reason);
    await page.close();
  });

  // Each theme with each range, and each of both with each width: more pictures would show nothing that these do not.
  const looks: readonly [string, Theme, string, number][] = [
    ['dark', darkModern, '24 h', 320],
    ['dark', darkModern, '30 d', 1280],
    ['light', lightModern, '24 h', 1280],
    ['light', lightModern, '30 d', 320],
    ['high-contrast', highContrast, '24 h', 320],
    ['high-contrast', highContrast, '30 d', 1280],
  ];
  for (const [name, theme, range, width] of looks)
    it(`look right: ${range}, ${name}, ${width} pixels wide`, async () => {
      const feed = busyMachine();
      const page = await opened(feed, theme, width);
      await shown(page, feed, range);
      await page.page.waitForTimeout(500);
      await page.drawn();
      await page.screenshot(`range-${range.replace(' ', '')}-${name}-${width}`);
      const { scroll, client, switchHeight } = await page.page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        client: document.documentElement.clientWidth,
        switchHeight: document.querySelector('.range')!.getBoundingClientRect().height,
      }));
      assert.ok(scroll <= client, `${scroll} pixels of content in ${client}`);
      assert.ok(switchHeight < 40, 'the ranges stand in one row');
      const names = await page.page
        .locator('[data-card="disk"] .legend-entry span, [data-card="network"] .legend-entry span')
        .evaluateAll((all) => all.map((name) => [name.textContent, name.scrollWidth <= name.clientWidth]));
      assert.ok(names.length >= 5);
      for (const [name, isWhole] of names) assert.ok(isWhole, `${String(name)} is cut off`);
      assert.deepEqual(page.problems, []);
      await page.close();
    });
});

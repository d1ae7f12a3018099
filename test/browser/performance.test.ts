import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { HistoryRequest } from '../../src/protocol/history';
import { busyStatus } from './busyMachine';
import { Feed } from './feed';
import { PastHost, performanceMachine, type Question } from './pastHost';
import { darkModern, highContrast, lightModern, type Theme } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

const now = 1_780_000_015_000;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function requestOf(question: Question): HistoryRequest {
  assert.equal(question.type, 'history');
  return question.request;
}

const choose = (view: ViewPage, name: string): Promise<void> =>
  view.page.getByRole('button', { name, exact: true }).click();
const note = async (view: ViewPage): Promise<string> =>
  (await view.page.locator('.performance-note').innerText()).replace(/\s+/g, ' ');
/** The cells of a legend's row: name, quality, last, min, avg, max, p95. */
const legendRow = async (view: ViewPage, name: string): Promise<string[]> => {
  const row = view.page.locator('.legend-frame tbody tr').filter({ hasText: name });
  return (await row.locator('th, td').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
};

const placeOfActive = (options: Element[]): number =>
  options.findIndex((option) => option.classList.contains('is-active'));

describe('The performance view', () => {
  let browser: ViewBrowser;
  before(async () => {
    browser = await ViewBrowser.start('webview/performance/main.ts', 'webview/performance/performance.css');
  });
  after(() => browser.stop());

  const opened = async (
    feed = performanceMachine(),
    theme: Theme = darkModern,
    width = 1280,
    state?: unknown,
    isRecorded?: (time: number) => boolean,
  ): Promise<PastHost> => {
    const view = await browser.open(theme, width, 900, state);
    await view.tell({ type: 'reset' }, feed.announcement, { type: 'status', status: busyStatus });
    await view.tell(feed.rows(now - 5 * minute, now), { type: 'live' });
    return new PastHost(view, feed, isRecorded);
  };

  it('shows live samples without asking for them, and only watches what it shows', async () => {
    const host = await opened();
    await host.settle();
    assert.deepEqual(
      (await host.asked()).map(({ type }) => type),
      ['marks'],
    );
    const watched = (await host.view.heard()).find(({ type }) => type === 'watch');
    assert.deepEqual(watched, {
      type: 'watch',
      metrics: ['system.cpu_percent', 'system.memory_percent', 'model.tokens_per_second', 'monitor.cpu_percent'],
    });
    const [name, quality, last, least] = await legendRow(host.view, 'system.memory_percent');
    assert.deepEqual([name, quality], ['system.memory_percent', 'measured']);
    assert.match(last!, /^6\d\.\d%$/);
    assert.match(least!, /^6\d\.\d%$/);
    assert.deepEqual(host.view.problems, []);
    await host.view.close();
  });

  it('shows what was recorded before the engine was started again, with one question, joined to what came since', async () => {
    const feed = performanceMachine();
    const view = await browser.open(darkModern, 1280, 900);
    const begun = now - 20_300;
    await view.tell({ type: 'reset' }, feed.announcement, { type: 'status', status: busyStatus });
    await view.tell(feed.rows(begun, now), { type: 'live' });
    const host = new PastHost(view, feed);
    const { from, to, stepMs } = requestOf(await host.next());
    assert.ok(from <= now - 5 * minute && from > now - 5 * minute - 3000);
    assert.deepEqual([stepMs, to], [1000, begun + 99], 'up to the first sample that was streamed');
    await host.settle();
    await view.tell(feed.rows(now, now + 30_000));
    await host.settle();
    const pictures = (await host.asked()).filter((one) => one.type === 'history' && one.request.isWhole !== true);
    assert.equal(pictures.length, 1);
    assert.match(await note(view), /Means of 1 s, with least and greatest/);
    await choose(view, 'Copy CSV');
    const copied = (await view.heard()).find((message) => message.type === 'copy')!;
    const times = copied.text
      .split('\r\n')
      .filter((row) => row.includes(',system.cpu_percent,'))
      .map((row) => Date.parse(row.split(',')[0]!));
    assert.ok(times.length >= 299, `${times.length} of 300 s`);
    times.forEach((time, row) => {
      assert.equal(time, times[0]! + row * 1000);
    });
    await view.screenshot('performance-restarted');
    assert.deepEqual(view.problems, []);
    await view.close();
  });

  it('needs one question for 30 days, then one for quantiles and one for marks, all of them small', async () => {
    const host = await opened();
    await host.settle();
    const before = (await host.asked()).length;
    await choose(host.view, '30 d');
    const first = requestOf(await host.next());
    assert.deepEqual(first.aggregates, ['avg', 'min', 'max', 'count']);
    assert.ok(first.stepMs >= hour && (first.to - first.from) / first.stepMs <= 610, `${first.stepMs}`);
    assert.equal((await host.open()).length, 1, 'the picture comes before all else');
    await host.settle();
    const asked = (await host.asked()).slice(before);
    assert.deepEqual(asked.map(({ type }) => type).sort(), ['history', 'history', 'marks']);
    const summary = asked.map((one) => one.request as HistoryRequest).find(({ isWhole }) => isWhole === true);
    assert.deepEqual(summary?.aggregates, ['p50', 'p95', 'p99']);
    assert.match(await note(host.view), /Means of \d+ h.*least and greatest/);
    const cells = await legendRow(host.view, 'system.cpu_percent');
    assert.match(cells[6]!, /^\d+\.\d%$/, 'p95 of the range');
    assert.deepEqual(host.view.problems, []);
    await host.view.close();
  });

  it('asks for 30 days while the pointer rests on their button, so that a press shows them at once', async () => {
    const host = await opened();
    await host.settle();
    const before = (await host.asked()).length;
    const { page } = host.view;
    const ask = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).hover();
    await ask('30 d');
    const { request } = (await host.next()) as Extract<Question, { type: 'history' }>;
    assert.ok(request.to - request.from >= 30 * day);
    await host.settle();
    assert.doesNotMatch(await note(host.view), /Means of/, 'nothing else is shown before the press');
    await choose(host.view, '30 d');
    await host.view.painted();
    assert.match(await note(host.view), /Means of \d+ h/);
    await host.settle();
    const pictures = (await host.asked()).slice(before).filter((one) => one.type === 'history' && !one.request.isWhole);
    assert.equal(pictures.length, 1);
    // By keyboard the focus tells as much.
    await page.keyboard.press('Shift+Tab');
    assert.ok(requestOf(await host.next()).from > request.from);
    await host.settle();
    assert.match(await note(host.view), /Means of \d+ h/);
    assert.deepEqual(host.view.problems, []);
    await host.view.close();
  });

  it('says what the figures of a range are, to the digit', async () => {
    const feed = new Feed();
    feed.add(feed.group(100), 'system.cpu_percent', {}, (time) => (Math.floor(time / hour) % 2 === 0 ? 20 : 60));
    const host = await opened(feed);
    await choose(host.view, '24 h');
    await host.settle();
    const [, , last, least, mean, most, p95] = await legendRow(host.view, 'system.cpu_percent');
    assert.deepEqual([least, most, p95], ['20.0%', '60.0%', '60.0%']);
    assert.ok(last === '20.0%' || last === '60.0%', last);
    assert.ok(Math.abs(parseFloat(mean!) - 40) < 1, mean);
    await host.view.close();
  });

  it('drops the answer to a wish that is no more, also when it comes late', async () => {
    const host = await opened();
    await choose(host.view, '7 d');
    const week = await host.next();
    await choose(host.view, '24 h');
    await host.view.drawn();
    const today = (await host.open()).filter(({ type }) => type === 'history').at(-1)!;
    assert.notEqual(today.question, week.question);
    await host.answer(today);
    await host.settle();
    const shown = await note(host.view);
    assert.match(shown, /Means of [235] min/);
    await host.answer(week);
    await host.view.drawn();
    assert.equal(await note(host.view), shown);
    await host.view.close();
  });

  it('says why the past is not known and asks again when told to', async () => {
    const host = await opened();
    await choose(host.view, '6 h');
    // Pointing at the button has asked already, and a refusal that nobody waits for is not told.
    await host.view.drawn();
    await host.refuse(await host.next(), 'The store is encrypted and its key is not there. Unlock it in the settings.');
    await host.view.drawn();
    assert.match(await note(host.view), /The past is not known\. The store is encrypted.*asked for again by itself/);
    await choose(host.view, 'Ask now');
    await host.settle();
    assert.match(await note(host.view), /Means of/);
    await host.view.close();
  });

  it('says that nothing was recorded', async () => {
    const host = await opened(new Feed(), darkModern, 1280, undefined, () => false);
    await choose(host.view, '24 h');
    await host.settle();
    assert.match(await note(host.view), /Nothing of these metrics was recorded/);
    await host.view.close();
  });

  it('lays the same time yesterday over today, moved by a day', async () => {
    const host = await opened();
    await choose(host.view, '1 h');
    await host.settle();
    const before = (await host.asked()).length;
    await host.view.page.getByLabel('Compare with an earlier time').selectOption({ index: 1 });
    const request = requestOf(await host.next());
    assert.equal(request.to, now - day);
    assert.ok(request.from <= now - day - hour && request.from > now - day - 2 * hour);
    await host.settle();
    assert.equal((await host.asked()).slice(before).length, 1);
    assert.match((await legendRow(host.view, 'system.cpu_percent'))[0]!, /24 h before/);
    await host.view.screenshot('performance-compare');
    await host.view.close();
  });

  it('asks nothing and runs nothing while it is hidden', async () => {
    const host = await opened();
    await choose(host.view, '1 h');
    await host.settle();
    await host.view.page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await host.view.page.waitForTimeout(200);
    const counts = (): Promise<number[]> =>
      host.view.page.evaluate(() => [
        window.fakeHost.heard.length,
        window.fakeHost.asked.frames,
        window.fakeHost.asked.timers,
      ]);
    const atFirst = await counts();
    await host.view.tell(host.feed.rows(now, now + 5 * minute));
    await host.view.page.evaluate(
      () =>
        new Promise((resolve) => {
          queueMicrotask(() => {
            resolve(undefined);
          });
        }),
    );
    assert.deepEqual(await counts(), atFirst);
    await host.view.close();
  });

  it('copies as CSV just what was fed', async () => {
    const feed = new Feed();
    const signal = (time: number): number => (time % 1000) / 8;
    feed.add(feed.group(1000), 'system.filesystem_percent', { mount: '=cmd|"x"!A1' }, signal);
    const state = { picks: [{ metric: 'system.filesystem_percent' }], window: { kind: 'live', lengthMs: minute } };
    const host = await opened(feed, darkModern, 1280, state);
    await host.view.drawn();
    await choose(host.view, 'Copy CSV');
    const copied = (await host.view.heard()).find((message) => message.type === 'copy');
    const wanted = ['timestamp,metric,labels,value,min,max,unit,quality,step_ms'];
    for (let time = now - minute; time <= now; time += 1000)
      wanted.push(
        `${new Date(time).toISOString()},system.filesystem_percent,"{""mount"":""=cmd|\\""x\\""!A1""}",${signal(time)},,,percent,measured,0`,
      );
    assert.equal(copied?.text, `${wanted.join('\r\n')}\r\n`);
    await host.view.close();
  });

  it('says that figures were copied once the host has copied them', async () => {
    const host = await opened();
    await host.settle();
    const said = (): Promise<string | null> => host.view.page.locator('.performance > .unseen').textContent();
    await host.view.tell({ type: 'copied' });
    assert.equal(await said(), '', 'nobody asked for it');
    await choose(host.view, 'Copy CSV');
    await host.view.drawn();
    assert.equal(await said(), '');
    await host.view.tell({ type: 'copied' });
    assert.equal(await said(), 'CSV copied.');
    await host.view.close();
  });

  it('says why there is no picture, until there is one', async () => {
    const host = await opened();
    await host.settle();
    await host.view.page.evaluate(() => {
      const own = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, 'toBlob')!;
      HTMLCanvasElement.prototype.toBlob = (done) => {
        Object.defineProperty(HTMLCanvasElement.prototype, 'toBlob', own);
        done(null);
      };
    });
    await choose(host.view, 'Save PNG');
    await host.view.page.waitForFunction(() =>
      document.querySelector('.performance-note')?.textContent.includes('PNG'),
    );
    await host.view.tell(host.feed.rows(now, now + 1000));
    await host.view.drawn();
    assert.match(await note(host.view), /could not make a PNG of this size\. Make the chart smaller and try again\./);
    await choose(host.view, 'Save PNG');
    await host.view.page.waitForFunction(() => window.fakeHost.heard.some(({ type }) => type === 'save'));
    assert.equal(await note(host.view), 'Every sample.');
    await host.view.close();
  });

  it('saves a picture that is a PNG of the size it says', async () => {
    const host = await opened();
    await host.settle();
    await choose(host.view, 'Save PNG');
    await host.view.page.waitForFunction(() => window.fakeHost.heard.some(({ type }) => type === 'save'));
    const size = await host.view.page.evaluate(async () => {
      const message = window.fakeHost.heard.find(({ type }) => type === 'save');
      if (message?.type !== 'save' || message.file.kind !== 'png') throw new Error('no picture was saved');
      const image = await createImageBitmap(new Blob([new Uint8Array(message.file.bytes)], { type: 'image/png' }));
      return { width: image.width, height: image.height, name: message.file.name };
    });
    assert.ok(size.width > 600 && size.height > 200, JSON.stringify(size));
    assert.match(size.name, /^performance 2026-\d\d-\d\dT\d\d-\d\d-\d\d\.png$/);
    await host.view.close();
  });

  it('is as it was left when the page is loaded again, and nonsense in its memory is not believed', async () => {
    const host = await opened();
    await choose(host.view, '6 h');
    await choose(host.view, 'Quantiles');
    await host.view.page.getByRole('button', { name: 'system.memory_percent', exact: true }).click();
    await host.settle();
    const saved = await host.view.saved();
    const again = await opened(performanceMachine(), darkModern, 1280, saved);
    await again.settle();
    const pressed = (name: string): Promise<string | null> =>
      again.view.page.getByRole('button', { name, exact: true }).getAttribute('aria-pressed');
    assert.equal(await pressed('6 h'), 'true');
    assert.equal(await pressed('Quantiles'), 'true');
    assert.equal(await pressed('system.memory_percent'), 'false');
    const wild = await opened(performanceMachine(), darkModern, 1280, {
      picks: [{ metric: 'x.y' }],
      window: { kind: 'fixed', from: 5, to: 1 },
    });
    await wild.view.drawn();
    assert.equal((await wild.view.page.locator('.legend-frame tbody tr').count()) > 0, true);
    assert.deepEqual(wild.view.problems, []);
    for (const { view } of [host, again, wild]) await view.close();
  });

  it('chooses metrics and series by keyboard alone, and says where the end is', async () => {
    const host = await opened();
    await host.settle();
    const { page } = host.view;
    await page.locator('.picker-button').focus();
    await page.keyboard.press('Enter');
    await host.settle();
    await page.keyboard.type('cpu_core not idle');
    await page.keyboard.press('Enter');
    await host.settle();
    const options = page.locator('[role="option"]');
    assert.equal(await options.count(), 3);
    assert.equal(await options.nth(0).getAttribute('aria-selected'), 'true');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement?.className.includes('picker-button')), true);
    const saved = (await host.view.saved()) as { picks: unknown[] };
    assert.deepEqual(saved.picks.at(-1), { metric: 'system.cpu_core_percent', labels: { core: '1' } });
    await page.keyboard.press('Enter');
    for (const word of ['swap_percent', 'load_1m', 'disk_read', 'disk_write', 'loopback']) {
      await page.locator('.picker-field').fill(word);
      await page.keyboard.press('Enter');
    }
    assert.match(await page.locator('.picker-status').innerText(), /One chart shows at most 8 metrics\. Remove one/);
    await host.view.screenshot('performance-picker');
    assert.deepEqual(host.view.problems, []);
    await host.view.close();
  });

  it('leaves the list of metrics as it is scrolled and pressed while values come', async () => {
    const host = await opened();
    await host.settle();
    const { page } = host.view;
    await page.locator('.picker-button').click();
    await host.settle();
    const list = page.locator('.picker-list');
    await list.evaluate((box) => {
      box.scrollTop = 600;
    });
    const box = (await list.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    const pointed = await page.locator('.picker-option:hover .picker-title').innerText();
    await page.mouse.down();
    for (let second = 0; second < 2; second++) {
      await host.view.tell(host.feed.rows(now + second * 1000 + 100, now + (second + 1) * 1000));
      await page.waitForTimeout(600);
      await host.settle();
    }
    assert.equal(await list.evaluate(({ scrollTop }) => scrollTop), 600);
    await page.mouse.up();
    await host.settle();
    const { picks } = (await host.view.saved()) as { picks: unknown[] };
    assert.deepEqual(picks.at(-1), { metric: pointed });
    assert.deepEqual(host.view.problems, []);
    await host.view.close();
  });

  it('leads by keyboard to the oldest that is recorded, which is asked for when somebody comes to the chart', async () => {
    const begun = Math.floor((now - 40 * day) / day) * day;
    const host = await opened(undefined, undefined, undefined, undefined, (time) => time >= begun);
    await host.settle();
    const before = (await host.asked()).length;
    await host.view.page.locator('.performance-plot').focus();
    await host.settle();
    const asked = (await host.asked()).slice(before).map((one) => requestOf(one).stepMs);
    assert.deepEqual(asked, [day, minute]);
    await host.view.page.keyboard.press('Shift+Home');
    await host.settle();
    const { window } = (await host.view.saved()) as { window: { kind: string; from: number; to: number } };
    assert.equal(window.kind, 'fixed');
    assert.equal(window.from, begun);
    await host.view.page.keyboard.press('-');
    await host.settle();
    const wider = (await host.view.saved()) as { window: { from: number } };
    assert.equal(wider.window.from, window.from, 'there is nothing before it');
    assert.deepEqual(host.view.problems, []);
    await host.view.close();
  });

  it('stays live where its buttons could only show what it shows', async () => {
    const today = Math.floor(now / day) * day;
    const host = await opened(undefined, undefined, undefined, undefined, (time) => time >= today);
    await choose(host.view, '24 h');
    await host.settle();
    for (const name of ['Zoom out', 'Earlier']) {
      await host.view.page.getByRole('button', { name }).hover();
      await host.settle();
      await choose(host.view, name);
      await host.settle();
    }
    const { window } = (await host.view.saved()) as { window: unknown };
    assert.deepEqual(window, { kind: 'live', lengthMs: day });
    await host.view.close();
  });

  it('keeps the mark of the keyboard on its metric when the metrics that have values become known', async () => {
    const host = await opened();
    await host.settle();
    const { page } = host.view;
    await page.locator('.picker-button').click();
    for (let press = 0; press < 2; press++) await page.keyboard.press('ArrowDown');
    const active = page.locator('.picker-option.is-active .picker-title');
    const before = await active.innerText();
    const place = await page.locator('.picker-option').evaluateAll(placeOfActive);
    await host.settle();
    assert.equal(await active.innerText(), before);
    assert.notEqual(await page.locator('.picker-option').evaluateAll(placeOfActive), place, 'others came before it');
    await host.view.close();
  });

  it('leads by its buttons to the oldest that is recorded too, however long ago', async () => {
    const begun = Math.floor((now - 60 * day) / day) * day;
    const window = { kind: 'fixed', from: begun + 4 * day, to: begun + 8 * day };
    const host = await opened(undefined, undefined, undefined, { window }, (time) => time >= begun);
    await host.settle();
    const shown = async (): Promise<unknown> => ((await host.view.saved()) as { window: unknown }).window;
    const press = async (name: string): Promise<void> => {
      await host.view.page.getByRole('button', { name }).hover();
      await host.settle();
      await choose(host.view, name);
      await host.settle();
    };
    await press('Zoom out');
    assert.deepEqual(await shown(), { kind: 'fixed', from: begun + 2 * day, to: begun + 10 * day });
    await press('Zoom out');
    assert.deepEqual(await shown(), { kind: 'fixed', from: begun, to: begun + 16 * day });
    await press('Zoom in');
    assert.deepEqual(await shown(), { kind: 'fixed', from: begun + 4 * day, to: begun + 12 * day });
    await press('Earlier');
    await press('Earlier');
    assert.deepEqual(await shown(), { kind: 'fixed', from: begun, to: begun + 8 * day });
    assert.deepEqual(host.view.problems, []);
    await host.view.close();
  });

  it('zooms to an alert from its list, and Back and Live lead back', async () => {
    const host = await opened();
    await choose(host.view, '24 h');
    await host.settle();
    await host.view.page.locator('.mark').first().click();
    await host.settle();
    const zoomed = (await host.view.saved()) as { window: { kind: string; from: number; to: number } };
    assert.deepEqual(zoomed.window, { kind: 'fixed', from: now - 2.5 * hour, to: now - 0.5 * hour });
    assert.equal(await host.view.page.getByRole('button', { name: 'Live' }).getAttribute('aria-pressed'), 'false');
    const before = (await host.asked()).filter(({ type }) => type === 'history').length;
    await host.view.page.getByRole('button', { name: /^Back to/ }).click();
    await host.settle();
    const back = (await host.view.saved()) as { window: unknown };
    assert.deepEqual(back.window, { kind: 'live', lengthMs: day });
    const whole = (await host.asked()).filter((one) => one.type === 'history').slice(before);
    assert.ok(
      whole.every((one) => requestOf(one).isWhole === true),
      'the picture of before is there still',
    );
    await host.view.close();
  });

  for (const [name, theme] of [
    ['dark', darkModern],
    ['light', lightModern],
    ['contrast', highContrast],
  ] as const)
    it(`looks right in ${name}`, async () => {
      const host = await opened(performanceMachine(), theme);
      await choose(host.view, '24 h');
      await choose(host.view, 'Quantiles');
      await host.settle();
      await host.view.screenshot(`performance-${name}`);
      assert.deepEqual(host.view.problems, []);
      await host.view.close();
    });

  for (const width of [220, 480, 1920])
    it(`fits ${width} px`, async () => {
      const host = await opened(performanceMachine(), darkModern, width);
      await host.settle();
      await host.view.screenshot(`performance-${width}`);
      const over = await host.view.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(over <= 0, `it is ${over} px too wide`);
      await host.view.close();
    });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import type { RequestInfo } from '../../src/protocol/requests';
import { busyActivity } from './busyActivity';
import { busyMachine, busyStatus } from './busyMachine';
import { Feed, type PlainMessage } from './feed';
import { darkModern } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

const now = 1_780_000_015_000;
const asleep = 'GPU asleep: it saves power and is not woken for figures.';

const opening = (feed: Feed, status = busyStatus): PlainMessage[] => [
  { type: 'reset' },
  feed.announcement,
  { type: 'status', status },
  feed.rows(now - 60_000, now),
  { type: 'live' },
];
const told = (requests: readonly RequestInfo[]): PlainMessage => ({
  type: 'activity',
  activity: { ...busyActivity(now), requests },
});

describe('What is measured, on the dashboard', () => {
  let browser: ViewBrowser;
  before(async () => {
    browser = await ViewBrowser.start();
  });
  after(() => browser.stop());

  const view = async (...messages: readonly PlainMessage[]): Promise<ViewPage> => {
    const page = await browser.open(darkModern);
    await page.tell(...messages);
    await page.drawn();
    return page;
  };
  const card = (page: ViewPage, name: string): Locator => page.page.locator(`[data-card="${name}"]`);
  const requestRows = (page: ViewPage): Locator => card(page, 'requests').locator('tbody tr');
  /** Tells requests and waits until the newest of them is shown. */
  const tellRequests = async (page: ViewPage, requests: readonly RequestInfo[], first: string): Promise<void> => {
    await page.tell(told(requests));
    await requestRows(page).first().filter({ hasText: first }).waitFor();
  };
  const hintOf = async (page: ViewPage, target: Locator): Promise<string> => {
    await target.hover();
    return page.page.locator('.hover-box').innerText();
  };

  it('shows what each model did lately and today, with its energy and uncertainty', async () => {
    const page = await view(...opening(busyMachine()), told(busyActivity(now).requests));
    const row = card(page, 'models').locator('tbody tr').first();
    await row.filter({ hasText: '238 / 611' }).waitFor();
    const text = (await row.innerText()).replaceAll('\u00a0', ' ');
    assert.match(text, /generating[^]*238 \/ 611 ms[^]*184,210 \/ 52,301[^]*2\.4[^]*1\.\d\d–1\.\d\d bits[^]*2 \/ 1/);
    const energy = row.locator('[data-title="J/tok"]');
    assert.match(await hintOf(page, energy), /3\.1\sJ\/tok[^]*measured · energy counter · CPU package and GPU board/);
    assert.match(await hintOf(page, row.locator('[data-title="Uncertainty"]')), /31% of the tokens[^]*not mean right/);
    const other = card(page, 'models').locator('tbody tr').nth(1).locator('[data-title="J/tok"]');
    assert.equal(await other.innerText(), 'n/a');
    assert.match(await hintOf(page, other), /No request of this model was measured yet/);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  it('lists requests, newest first, with what went wrong', async () => {
    const page = await view(...opening(busyMachine()), told(busyActivity(now).requests));
    const rows = requestRows(page);
    await rows.first().waitFor();
    assert.equal(await rows.count(), 19);
    const texts = (await rows.allInnerTexts()).map((text) => text.replaceAll('\u00a0', ' '));
    assert.match(texts[0]!, /qwen[^]*waiting/);
    assert.match(texts[1]!, /generating[^]*241 ms[^]*≈ 43\.6[^]*1,204 \/ ≈ 161[^]*388\.2 J[^]*1\.26–1\.75 bits/);
    assert.match(texts[2]!, /done[^]*12\.5 s[^]*8,190 \/ 539[^]*≥ 1\.26 bits/);
    assert.match(texts[4]!, /failed[^]*n\/a/);
    const failed = rows.nth(4).locator('[data-title="State"]');
    assert.equal(
      await hintOf(page, failed),
      'llama runner process has terminated.\nThe runtime answered with status 500.',
    );
    await failed.focus();
    assert.equal(await failed.getAttribute('aria-description'), await failed.getAttribute('data-hint'));
    await page.close();
  });

  it('brings requests up to date in place: no row that stays is replaced', async () => {
    const requests = busyActivity(now).requests;
    const page = await view(...opening(busyMachine()));
    await tellRequests(page, requests, 'waiting');
    await page.page.evaluate(() => {
      for (const row of document.querySelectorAll<HTMLElement>('[data-card="requests"] tbody tr'))
        row.dataset['before'] = 'yes';
    });
    const [first, ...rest] = requests;
    const grown: RequestInfo = { ...first!, state: 'generating', ttftMs: 777, tokenQuality: 'estimated' };
    await tellRequests(page, [{ ...first!, id: 99, state: 'refused' }, grown, ...rest.slice(0, -1)], 'refused');
    const rows = requestRows(page);
    const kept = await rows.evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset['before'] === 'yes'));
    assert.deepEqual(kept, [false, ...requests.slice(1).map(() => true)]);
    assert.match(await rows.nth(1).innerText(), /generating[^]*777\sms/);
    await page.close();
  });

  it('takes neither focus nor scroll away while requests come', async () => {
    const requests = busyActivity(now).requests;
    const page = await view(...opening(busyMachine()));
    await tellRequests(page, requests, 'waiting');
    const refused = requestRows(page).nth(5).locator('[data-title="State"]');
    await refused.focus();
    const handle = await refused.elementHandle();
    assert.ok(handle);
    await handle.evaluate((element) => {
      element.closest('.requests-frame')!.scrollTop = 60;
    });
    const seen = () =>
      handle.evaluate((element) => ({
        isFocused: element.matches(':focus'),
        top: element.getBoundingClientRect().top,
        page: window.scrollY,
      }));
    const before = await seen();
    let all = requests;
    for (let at = 1; at <= 5; at++) {
      all = [{ ...requests[0]!, id: 100 + at, model: `new-${at}` }, ...all];
      await tellRequests(page, all, `new-${at}`);
    }
    const after = await seen();
    assert.ok(after.isFocused, 'the cell that had the focus has it still');
    assert.ok(Math.abs(after.top - before.top) < 2, `what is read stays in its place: ${before.top}, ${after.top}`);
    assert.equal(after.page, before.page);
    await page.close();
  });

  it('is walked with the keyboard: the list itself, what has a hint, and the button', async () => {
    const page = await view(...opening(busyMachine()), told(busyActivity(now).requests));
    await requestRows(page).first().waitFor();
    const frame = card(page, 'requests').locator('.requests-frame');
    await card(page, 'requests').getByRole('button', { name: 'Connect a Client' }).focus();
    await page.page.keyboard.press('Tab');
    assert.ok(await frame.evaluate((element) => element === document.activeElement));
    assert.equal(await page.page.getByRole('table', { name: 'Requests, newest first' }).count(), 1);
    await page.page.keyboard.press('Tab');
    await page.page.locator('.hover-box').waitFor({ state: 'visible' });
    await page.close();
  });

  it('keeps the hint of what the keyboard reaches beside it though the page scrolls there', async () => {
    const page = await view(...opening(busyMachine()), told(busyActivity(now).requests));
    await requestRows(page).first().waitFor();
    await card(page, 'requests').locator('.requests-frame').focus();
    const scrollTo = async (top: number): Promise<number> => {
      await page.page.evaluate((y) => {
        window.scrollTo(0, y);
      }, top);
      // The browser tells of it with its next frame.
      await page.drawn();
      return page.page.evaluate(() => window.scrollY);
    };
    await scrollTo(0);
    await page.page.keyboard.press('Tab');
    await page.drawn();
    const scrolled = await page.page.evaluate(() => window.scrollY);
    assert.ok(scrolled > 0, 'the page went to what has the focus');
    const box = page.page.locator('.hover-box');
    const distance = async (): Promise<number> => {
      const [hint, reached] = await Promise.all([box.boundingBox(), page.page.locator(':focus').boundingBox()]);
      return Math.min(Math.abs(hint!.y - reached!.y - reached!.height), Math.abs(hint!.y + hint!.height - reached!.y));
    };
    assert.ok((await distance()) < 10);
    await scrollTo(scrolled - 20);
    assert.ok((await distance()) < 10, 'it goes along');
    await scrollTo(0);
    assert.equal(await box.isVisible(), false, 'what is out of sight needs none');
    await page.close();
  });

  it('moves the hint along with what is pointed at in a list, and hides it where the page is scrolled', async () => {
    const page = await view(...opening(busyMachine()), told(busyActivity(now).requests));
    const refused = requestRows(page).nth(5).locator('[data-title="State"]');
    await refused.scrollIntoViewIfNeeded();
    // The browser tells of that with its next frame.
    await page.drawn();
    await refused.hover();
    const box = page.page.locator('.hover-box');
    const before = await box.boundingBox();
    await card(page, 'requests')
      .locator('.requests-frame')
      .evaluate((frame) => {
        frame.scrollTop += 4;
      });
    await page.drawn();
    assert.ok(Math.abs((await box.boundingBox())!.y - before!.y + 4) < 1);
    await page.page.evaluate(() => {
      window.scrollBy(0, -4);
    });
    await page.drawn();
    assert.equal(await box.isVisible(), false);
    await page.close();
  });

  it('says how to get requests measured, and leads there', async () => {
    const page = await view(...opening(busyMachine()), told([]));
    assert.match(
      await card(page, 'requests').innerText(),
      /No request was measured yet\.[^]*proxy at http:\/\/127\.0\.0\.1:9446[^]*never what it says/,
    );
    await page.screenshot('no-requests');
    await card(page, 'requests').getByRole('button', { name: 'Connect a Client' }).click();
    assert.deepEqual((await page.heard()).at(-1), { type: 'command', command: 'connectRuntime' });
    const withoutProxy = { ...busyStatus };
    Reflect.deleteProperty(withoutProxy, 'proxy');
    await page.tell({ type: 'status', status: withoutProxy });
    await card(page, 'requests').getByText('The measuring proxy does not listen').waitFor();
    await page.tell({ type: 'status', status: { ...busyStatus, runtimes: [] } });
    await card(page, 'requests').waitFor({ state: 'hidden' });
    await page.close();
  });

  it('writes the last word of an activity even if nothing comes after it', async () => {
    const page = await view(...opening(busyMachine()));
    const requests = busyActivity(now).requests;
    for (let at = 0; at < 4; at++) await page.tell(told(requests.slice(at)));
    await page.tell(told([{ ...requests[0]!, id: 500, model: 'last-word' }]));
    await requestRows(page).first().filter({ hasText: 'last-word' }).waitFor();
    assert.equal(await requestRows(page).count(), 1);
    await page.close();
  });

  it('shows GPUs, one of them asleep, and no card where there is none', async () => {
    const page = await view(...opening(busyMachine()));
    const text = (await card(page, 'gpu').innerText()).replaceAll('\u00a0', ' ');
    assert.match(text, /busiest of 2[^]*GPU 0 in use[^]*GPU 0 memory[^]*GPU 0\s*7\.\d\d GiB\s*memory · \d\d °C/);
    assert.match(text, /GPU 1\s*asleep/);
    assert.match(await hintOf(page, card(page, 'gpu').getByText('asleep')), /is not woken/);
    await page.close();
    const none = await view(...opening(new Feed()));
    for (const name of ['gpu', 'power']) assert.equal(await card(none, name).isVisible(), false, name);
    await none.close();
  });

  it('says in the chart that the only GPU is asleep, never 0', async () => {
    const feed = new Feed();
    feed.add(feed.group(1000), 'system.gpu_percent', { gpu: '0' }, () => NaN, 'unavailable', asleep);
    const page = await view(...opening(feed));
    assert.match(await card(page, 'gpu').innerText(), /n\/a[^]*n\/a: GPU asleep[^]*GPU 0\s*asleep/);
    await page.close();
  });

  it('shows power with its origin and the energy so far', async () => {
    const page = await view(...opening(busyMachine()));
    const text = (await card(page, 'power').innerText()).replaceAll('\u00a0', ' ');
    assert.match(text, /\d\.\d\s*W[^]*Total[^]*CPU package[^]*GPU 0/);
    assert.match(text, /CPU package\s*\d+\.\d Wh\s*measured · CPU package · RAPL package-0/);
    await page.close();
  });

  it('says in a few words why there is no power, and draws it once there is some', async () => {
    const reason = 'This machine tells no power. Set wirthforge.energy.cpuTdpWatts for an estimate.';
    const feed = new Feed();
    const group = feed.group(1000);
    feed.add(group, 'system.power_watts', { domain: 'package' }, () => NaN, 'unavailable', reason);
    const page = await view(...opening(feed));
    assert.equal((await card(page, 'power').innerText()).trim(), `Power\n\nn/a: ${reason}`);
    assert.equal(await card(page, 'power').locator('canvas').count(), 0);
    await page.screenshot('no-power');
    const estimated = new Feed();
    estimated.add(
      estimated.group(1000),
      'system.power_watts',
      { domain: 'package' },
      () => 21,
      'estimated',
      'From the load.',
      { method: 'estimate', scope: 'CPU', source: 'rated power and load' },
    );
    await page.tell(...opening(estimated));
    await card(page, 'power').locator('canvas').waitFor();
    await page.drawn();
    assert.match((await card(page, 'power').innerText()).replaceAll('\u00a0', ' '), /≈ 21\.0\s*W[^]*estimated · CPU/);
    await page.close();
  });
});

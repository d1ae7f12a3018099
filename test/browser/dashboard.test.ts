import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { busyMachine, busyStatus } from './busyMachine';
import { Feed, type PlainMessage } from './feed';
import { inked } from './inked';
import { recordedMachine } from './recordedMachine';
import { darkModern } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

const now = 1_780_000_015_000;
const minute = 60_000;

/** A history of five minutes and what comes before and after it. */
const opening = (feed: Feed, status = busyStatus): PlainMessage[] => [
  { type: 'reset' },
  feed.announcement,
  { type: 'status', status },
  feed.rows(now - 5 * minute, now),
  { type: 'live' },
];

describe('The dashboard in a browser', () => {
  let browser: ViewBrowser;
  before(async () => {
    browser = await ViewBrowser.start();
  });
  after(() => browser.stop());

  const view = async (...messages: readonly PlainMessage[]): Promise<ViewPage> => {
    const page = await browser.open(darkModern);
    await page.tell(...messages);
    await page.painted();
    return page;
  };
  const cardText = (page: ViewPage, card: string): Promise<string> =>
    page.page.locator(`[data-card="${card}"]`).innerText();

  it('asks for data, and says that it waits for it', async () => {
    const page = await view();
    const [ready, watch, ...others] = await page.heard();
    assert.deepEqual([ready, others], [{ type: 'ready' }, []]);
    assert.ok(watch?.type === 'watch' && watch.metrics.includes('system.cpu_percent'));
    assert.match(await cardText(page, 'cpu'), /Waiting for the first data/);
    assert.match(await page.page.locator('.state').innerText(), /Connecting/);
    await page.screenshot('waiting');
    await page.close();
  });

  it('draws every chart, and shows figures with their units', async () => {
    const page = await view(...opening(busyMachine()));
    for (const card of ['cpu', 'memory', 'tokens', 'disk', 'network'])
      assert.ok((await inked(page, card, [0.2, 0.5, 0.8])).some(Boolean), card);
    assert.match(await cardText(page, 'cpu'), /\d+\.\d\s*%\s*of 8 cores/);
    assert.match(await cardText(page, 'memory'), /GiB\s*of 31\.2/);
    assert.match(await cardText(page, 'disk'), /Read\s*\d[\d.]*\s[KM]?i?B\/s/);
    assert.match(
      await page.page.locator('.top').innerText(),
      /forge[^]*8 cores[^]*Monitor \d\.\d% of a core · 41\.3\sMiB/,
    );
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  it('draws what an engine told, recorded', async () => {
    const page = await view(...recordedMachine());
    assert.ok((await inked(page, 'cpu', [0.9, 0.95])).every(Boolean));
    assert.match(await cardText(page, 'memory'), /Swap\s*n\/a/);
    assert.match(await cardText(page, 'system'), /established/);
    await page.screenshot('recorded');
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  it('moves on with live rows', async () => {
    const feed = busyMachine();
    const page = await view(...opening(feed));
    const picture = () => page.page.evaluate(() => document.querySelector('canvas')!.toDataURL());
    const first = await picture();
    for (let step = 1; step <= 10; step++) await page.tell(feed.rows(now + (step - 1) * 100, now + step * 100));
    await page.drawn();
    assert.notEqual(await picture(), first);
    await page.close();
  });

  it('writes the last samples though nothing comes after them, and texts were written just before', async () => {
    const feed = new Feed();
    feed.add(feed.group(100), 'system.cpu_percent', {}, (time) => (time <= now ? 50 : 87));
    const page = await view(...opening(feed));
    assert.match(await cardText(page, 'cpu'), /50\.0/);
    await page.page.evaluate(
      async ([status, rows]) => {
        window.fakeHost.tell(status);
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
        window.fakeHost.tell(rows);
      },
      [{ type: 'status', status: busyStatus }, feed.rows(now, now + 2000)] as const,
    );
    await page.page.locator('[data-card="cpu"] .headline').getByText('87.0').waitFor();
    await page.close();
  });

  it('draws a gap as a gap, where values are missing and where rows are', async () => {
    const feed = new Feed();
    const group = feed.group(100);
    const silent = feed.group(100);
    const isGap = (time: number): boolean => time > now - 36_000 && time < now - 24_000;
    feed.add(group, 'system.cpu_percent', {}, (time) => (isGap(time) ? NaN : 50));
    feed.add(silent, 'system.memory_percent', {}, () => 50);
    const all = feed.rows(now - minute, now);
    assert.ok(all.type === 'rows');
    const [first, second] = all.rows;
    const kept = second!.timestamps.filter((time) => !isGap(time));
    const thinned = { ...second!, timestamps: kept, values: kept.map(() => 50) };
    const page = await view(feed.announcement, { type: 'rows', rows: [first!, thinned] }, { type: 'live' });
    for (const card of ['cpu', 'memory'])
      assert.deepEqual(await inked(page, card, [0.2, 0.45, 0.5, 0.55, 0.8]), [true, false, false, false, true], card);
    await page.screenshot('gap');
    await page.close();
  });

  it('keeps the line of what cannot be had any more where it was sampled, and says n/a now', async () => {
    const stopped = now - 20_000;
    const until =
      (value: number) =>
      (time: number): number =>
        time <= stopped ? value : NaN;
    const feed = new Feed();
    const group = feed.group(100);
    const why = 'The model server cannot be read now.';
    const model = { runtime: 'llama', model: 'qwen' };
    feed.add(group, 'model.tokens_per_second', model, until(40), 'unavailable', why);
    feed.add(group, 'system.gpu_percent', { gpu: '0' }, until(70), 'unavailable', 'GPU asleep.');
    feed.add(group, 'system.power_watts', { domain: 'package' }, until(30), 'unavailable', 'No counter.');
    feed.add(group, 'system.cpu_percent', {}, () => 50);
    const page = await view(...opening(feed, { ...busyStatus, runtimes: [] }));
    for (const card of ['tokens', 'gpu', 'power']) {
      assert.deepEqual(await inked(page, card, [0.2, 0.5, 0.75, 0.95]), [true, true, false, false], card);
      assert.match(await cardText(page, card), /n\/a/, card);
      assert.equal(await page.page.locator(`[data-card="${card}"] .plot-note`).innerText(), '', card);
    }
    const plot = page.page.locator('[data-card="tokens"] .plot');
    const box = page.page.locator('.hover-box');
    await plot.hover();
    assert.match(await box.innerText(), /≈\s40\.0\stok\/s[^]*not available all the time\. The model server/);
    const { x, y, width, height } = (await plot.boundingBox())!;
    await page.page.mouse.move(x + width - 20, y + height / 2);
    assert.match(await box.innerText(), /n\/a[^]*The model server cannot be read now/);
    await page.tell(feed.rows(now, now + minute));
    for (const [card, note] of Object.entries({
      tokens: 'No model server found',
      power: 'n/a: No counter',
      gpu: 'n/a: GPU asleep',
    }))
      await page.page.locator(`[data-card="${card}"]`).getByText(note).waitFor();
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  it('says n/a with the reason for what cannot be had, never 0', async () => {
    const feed = new Feed();
    const group = feed.group(1000);
    const reason = 'This disk has no counters. Nothing can be done about it.';
    feed.add(group, 'system.disk_read_bytes_per_second', { device: 'sda' }, () => NaN, 'unavailable', reason);
    feed.add(group, 'system.disk_write_bytes_per_second', { device: 'sda' }, () => 2048);
    feed.add(group, 'system.load_1m', {}, () => NaN, 'unavailable', 'This system has no load.');
    const page = await view(feed.announcement, feed.rows(now - minute, now), { type: 'live' });
    const entry = page.page.locator('[data-card="disk"] .legend-entry').first();
    assert.match(await entry.innerText(), /Read\s*n\/a/);
    await entry.hover();
    assert.equal(await page.page.locator('.hover-box').innerText(), reason);
    assert.match(await cardText(page, 'system'), /Load, 1 min\s*n\/a/);
    await page.close();
  });

  it('says where it looked for model servers and what to do, and opens the settings', async () => {
    const status = {
      ...busyStatus,
      runtimes: [],
      probes: [{ url: 'http://127.0.0.1:11434/', outcome: 'nothing listens there' }],
    };
    const page = await view(...opening(new Feed(), status));
    const text = await cardText(page, 'tokens');
    assert.match(
      text,
      /No model server found\.[^]*127\.0\.0\.1:11434\s*nothing listens there[^]*Next step: start llama-server or Ollama[^]*wirthforge\.runtimes/,
    );
    assert.equal(await page.page.locator('[data-card="models"]').isVisible(), false);
    await page.page.getByRole('button', { name: 'Open Settings' }).click();
    assert.deepEqual((await page.heard()).at(-1), { type: 'command', command: 'openSettings' });
    await page.screenshot('no-models');
    await page.close();
  });

  it('does not claim to look for model servers when that is switched off', async () => {
    const status = { ...busyStatus, runtimes: [], probes: [], discovers: false };
    const page = await view(...opening(new Feed(), status));
    assert.match(
      await cardText(page, 'tokens'),
      /No model server is watched[^]*Looking for model servers is switched off/,
    );
    await page.close();
  });

  it('tells why it is degraded to the pointer and to the keyboard', async () => {
    const reason = 'No access to /proc/net/dev. Network figures are missing.';
    const page = await view(
      ...opening(busyMachine(), { ...busyStatus, components: [{ id: 'network', state: 'degraded', reason }] }),
    );
    const state = page.page.locator('.state');
    assert.match(await state.innerText(), /Degraded/);
    await state.hover();
    assert.match(await page.page.locator('.hover-box').innerText(), /network: No access/);
    await page.page.mouse.move(5, 600);
    assert.equal(await page.page.locator('.hover-box').isVisible(), false);
    await page.page.keyboard.press('Tab');
    assert.match(await page.page.locator('.hover-box').innerText(), /network: No access/);
    await page.screenshot('degraded', false);
    await page.close();
  });

  it('pauses and resumes', async () => {
    const page = await view(...opening(busyMachine()));
    await page.page.getByRole('button', { name: 'Pause' }).click();
    await page.tell({ type: 'status', status: { ...busyStatus, paused: true } });
    await page.drawn();
    assert.match(await page.page.locator('.state').innerText(), /Paused/);
    await page.page.getByRole('button', { name: 'Resume' }).click();
    const commands = (await page.heard()).flatMap((message) => (message.type === 'command' ? [message.command] : []));
    assert.deepEqual(commands, ['pause', 'resume']);
    await page.close();
  });

  it('shows the values at the time that is pointed at, with their quality', async () => {
    const page = await view(...opening(busyMachine()));
    await page.page.locator('[data-card="tokens"] .plot').hover();
    const box = page.page.locator('.hover-box');
    await box.waitFor({ state: 'visible' });
    const text = await box.innerText();
    assert.match(text, /^\d\d:\d\d:\d\d\.\d/);
    assert.match(text, /qwen[^]*tok\/s[^]*llama3\.2[^]*≈[^]*tok\/s[^]*Estimated\. Counted from the stream/);
    await page.screenshot('pointed-at', false);
    await page.close();
  });

  it('remembers range, hidden lines and scroll over a reload', async () => {
    const page = await browser.open(darkModern, 480, 700);
    await page.tell(...opening(busyMachine()));
    await page.drawn();
    await page.page.getByRole('button', { name: '5 min', exact: true }).click();
    const swap = page.page.getByRole('button', { name: /^Swap/ });
    await swap.click();
    await page.drawn();
    assert.equal(await swap.getAttribute('aria-pressed'), 'false');
    await page.page.evaluate(() => {
      window.scrollTo(0, 600);
    });
    await page.page.waitForFunction(() => (window.fakeHost.state as { scroll?: number }).scroll === 600);
    await page.page.reload();
    await page.tell(...opening(busyMachine()));
    await page.drawn();
    assert.equal(await swap.getAttribute('aria-pressed'), 'false');
    assert.equal(
      await page.page.getByRole('button', { name: '5 min', exact: true }).getAttribute('aria-pressed'),
      'true',
    );
    assert.equal(await page.page.evaluate(() => window.scrollY), 600);
    await page.close();
  });

  it('can be walked with the keyboard, and each stop shows where it is', async () => {
    const page = await view(...opening(busyMachine()));
    const names: string[] = [];
    for (let at = 0; at < 50; at++) {
      await page.page.keyboard.press('Tab');
      const stop = await page.page.evaluate(() => {
        const element = document.activeElement!;
        if (element === document.body) return undefined;
        const style = getComputedStyle(element);
        const name = element.getAttribute('aria-label') ?? element.textContent;
        return { name: name.trim(), hasRing: style.outlineStyle !== 'none' && style.outlineWidth !== '0px' };
      });
      if (!stop) break;
      assert.ok(stop.hasRing, `${stop.name} shows its focus`);
      assert.ok(stop.name.length > 0);
      names.push(stop.name);
    }
    for (const wanted of [/^1 min/, /^Pause/, /^Settings/, /^CPU, time/, /^Used/, /^Memory/])
      assert.ok(
        names.some((name) => wanted.test(name)),
        `${String(wanted)} in ${names.join(' | ')}`,
      );
    await page.close();
  });

  it('reads values out as the arrow keys go through a chart', async () => {
    const page = await view(...opening(busyMachine()));
    const plot = page.page.locator('[data-card="cpu"] .plot');
    await plot.focus();
    await page.page.keyboard.press('ArrowLeft');
    await page.page.keyboard.press('ArrowLeft');
    await page.drawn();
    assert.match((await plot.getAttribute('aria-valuetext')) ?? '', /^\d\d:\d\d:\d\d: All cores \d+\.\d%$/);
    assert.equal(await plot.getAttribute('aria-valuenow'), '-2');
    await page.page.keyboard.press('Escape');
    assert.equal(await page.page.locator('.hover-box').isVisible(), false);
    await page.close();
  });

  it('asks the browser for nothing while it is hidden, and draws when it is shown again', async () => {
    const feed = busyMachine();
    const page = await view(...opening(feed));
    const setHidden = (hidden: boolean) =>
      page.page.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', { value: value ? 'hidden' : 'visible', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    const asked = () => page.page.evaluate(() => ({ ...window.fakeHost.asked }));
    await setHidden(true);
    const before = await asked();
    for (let step = 1; step <= 20; step++) await page.tell(feed.rows(now + (step - 1) * 100, now + step * 100));
    assert.deepEqual(await asked(), before);
    const picture = () => page.page.evaluate(() => document.querySelector('canvas')!.toDataURL());
    const hidden = await picture();
    await setHidden(false);
    await page.drawn();
    assert.notEqual(await picture(), hidden);
    await page.close();
  });

  it('ignores what is no message of the protocol', async () => {
    const page = await view(...opening(busyMachine()));
    await page.page.evaluate(() => {
      for (const data of [null, 5, 'reset', { type: 'rows' }, { type: 'series', series: [{}] }, { type: 'status' }])
        window.dispatchEvent(new MessageEvent('message', { data }));
    });
    await page.drawn();
    assert.match(await cardText(page, 'cpu'), /\d+\.\d\s*%/);
    assert.deepEqual(page.problems, []);
    await page.close();
  });
});

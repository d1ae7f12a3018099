import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { noAlerts } from './busyAlerts';
import {
  bothDomains,
  cpuOrigin,
  energyMachine,
  energyStatus,
  gpuOrigin,
  start,
  twoModels,
  type FedDomain,
  type FedModel,
} from './energyMachine';
import { faintTexts } from './faintTexts';
import type { Feed } from './feed';
import { darkModern, highContrast, highContrastLight, lightModern, type Theme } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

const now = start + 60_000;
const noRights =
  'The energy counter may be read by root only. The setting wirthforge.energy.cpuTdpWatts gives an estimate from the CPU load instead.';
const noPower: readonly FedDomain[] = ['package', 'total'].map((domain) => ({
  domain,
  watts: NaN,
  quality: 'unavailable',
  reason: noRights,
  origin: cpuOrigin,
}));
const eightModels: readonly FedModel[] = Array.from({ length: 8 }, (_unused, at) => ({
  name: `a-model-with-a-name-that-is-rather-long-${at}-instruct-q4_k_m.gguf`,
  tokensPerSecond: at === 3 ? 0 : 5 + at * 7,
  bits: [0.4 * at, 0.4 * at + 0.3] as const,
  watts: at === 3 ? 0 : 3 + at * 2,
  joulesPerToken: 1,
}));

interface Opened {
  readonly theme?: Theme | undefined;
  readonly width?: number;
  readonly height?: number;
  readonly models?: readonly FedModel[];
  readonly domains?: readonly FedDomain[];
  readonly state?: unknown;
}

describe('The energy page', () => {
  let browser: ViewBrowser;
  before(async () => {
    browser = await ViewBrowser.start('webview/energy/main.ts', 'webview/energy/energy.css');
  });
  after(() => browser.stop());

  /** Rows of some more seconds, each with a while of the page's own time: none, where nothing is to move meanwhile. */
  const goOn = async (page: ViewPage, feed: Feed, from: number, seconds: number, whileMs = 500): Promise<number> => {
    for (let at = from; at < from + seconds * 1000; at += 500) {
      await page.tell(feed.rows(at, at + 500));
      if (whileMs > 0) await page.page.waitForTimeout(whileMs);
    }
    // Figures wait a moment after those that were written last; anything but rows has them written at once.
    await page.tell({ type: 'alerts', alerts: noAlerts });
    return from + seconds * 1000;
  };
  const opened = async (options: Opened = {}): Promise<{ page: ViewPage; feed: Feed; until: number }> => {
    const { width = 1280, height = 800, models = twoModels, domains = bothDomains, state } = options;
    const feed = energyMachine(models, domains);
    const page = await browser.open('theme' in options ? options.theme : darkModern, width, height, state);
    await page.tell({ type: 'reset' }, feed.announcement, { type: 'status', status: energyStatus(models) });
    await page.tell(feed.rows(now - 5000, now), { type: 'live' });
    // The power of a model is found out between two looks at its energy.
    await page.drawn();
    const until = await goOn(page, feed, now, 2, 0);
    await page.drawn();
    return { page, feed, until };
  };
  /** The cells of a row, as they are read. */
  const rowOf = (page: ViewPage, table: string, name: string): Promise<string[]> =>
    page.page.getByRole('table', { name: table }).getByRole('row', { name }).getByRole('cell').allInnerTexts();
  const spaced = (texts: readonly string[]): string[] => texts.map((text) => text.replaceAll('\u00a0', ' '));
  const labels = async (page: ViewPage): Promise<string[]> =>
    (await page.page.locator('.energy-end').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
  const framesIn = async (page: ViewPage, ms: number): Promise<number> => {
    const asked = (): Promise<number> => page.page.evaluate(() => window.fakeHost.asked.frames);
    const before = await asked();
    await page.page.waitForTimeout(ms);
    return (await asked()) - before;
  };
  const moves = (page: ViewPage): Promise<unknown> =>
    eventually('frames are asked for', async () => (await framesIn(page, 500)) > 2);
  const rests = (page: ViewPage): Promise<unknown> =>
    eventually('no frame is asked for', async () => (await framesIn(page, 500)) === 0);
  /** Software graphics complain that a screenshot is slow. */
  const complaints = ({ problems }: ViewPage): string[] => problems.filter((text) => !text.includes('ReadPixels'));

  it('shows the numbers that were told, with unit and quality, beside the picture and in it', async () => {
    const { page } = await opened();
    const [qwen, llama] = twoModels.map(({ name }) => name);
    assert.deepEqual(spaced(await rowOf(page, 'Models', qwen!)), [
      '42.0 tok/s',
      '1.25–1.60 bits',
      '61.0 W',
      '3,782 J',
      '1.4',
      'measured',
    ]);
    assert.deepEqual(spaced(await rowOf(page, 'Models', llama!)), [
      '18.0 tok/s',
      'n/a',
      '≈ 14.0 W',
      '≈ 868.0 J',
      '≈ 0.78',
      'speed measured, energy estimated',
    ]);
    assert.deepEqual(spaced(await rowOf(page, 'Parts of the machine', 'GPU 0')), [
      '92.0 W',
      '5,704 J',
      'measured · integrated power · GPU board · nvidia-smi power.draw',
    ]);
    assert.deepEqual(spaced(await rowOf(page, 'Where the energy goes', 'In all')), ['120.0 W', '7,440 J']);
    assert.deepEqual(spaced(await rowOf(page, 'Where the energy goes', 'Models')), ['≈ 75.0 W', '≈ 4,650 J']);
    assert.deepEqual(spaced(await rowOf(page, 'Where the energy goes', 'No model')), ['≈ 45.0 W', '≈ 2,790 J']);
    const head = (await page.page.locator('.facts').innerText()).replaceAll('\u00a0', ' ');
    assert.match(head, /^7,440 J \(2\.07 Wh\) since (\d+ \w+ )?\d\d:\d\d:\d\d$/);
    assert.deepEqual(await labels(page), [
      'CPU package 28.0 W',
      'GPU 0 92.0 W',
      `${qwen!} 61.0 W`,
      `${llama!} ≈ 14.0 W`,
      'No model ≈ 45.0 W',
    ]);
    assert.deepEqual(complaints(page), []);
    await page.close();
  });

  it('tells its scales, and on demand every number of the picture', async () => {
    const { page } = await opened();
    const legend = await page.page.locator('.energy-legend').innerText();
    const [, px, watts] = /Width is power: (\d+) px = ([\d.]+)\sW/.exec(legend)!;
    const [, speed] = /1 tok\/s = ([\d.]+) px\/s/.exec(legend)!;
    const [, density] = /1 bit = ([\d.]+) particles per 100 px/.exec(legend)!;
    await page.page.getByText('Show numbers').click();
    const [qwen] = twoModels;
    assert.deepEqual(spaced(await rowOf(page, 'Numbers of the picture', qwen!.name)), [
      '61.0 W',
      'measured',
      `${((61 * Number(px)) / Number(watts)).toFixed(1)} px`,
      `${(42 * Number(speed)).toFixed(1)} px/s`,
      (1.25 * Number(density)).toFixed(1),
    ]);
    await page.close();
  });

  it('names a ribbon with its numbers where it is pointed at, or has the focus', async () => {
    const { page } = await opened();
    const [qwen] = twoModels;
    const hover = page.page.locator('.hover-box');
    const end = page.page.locator('.energy-end', { hasText: qwen!.name });
    const picture = (await page.page.locator('.energy-picture').boundingBox())!;
    const box = (await end.boundingBox())!;
    const facts = /qwen[^]*: 61\.0\sW, measured[^]*42\.0\stok\/s[^]*1\.25–1\.60\sbits[^]*J/;
    await page.page.mouse.move(box.x - 12, box.y + box.height / 2);
    assert.match(await hover.innerText(), facts);
    await page.page.mouse.move(picture.x + picture.width / 2, picture.y + 3);
    assert.equal(await hover.isVisible(), false, 'nothing is there');
    await page.page.getByRole('button', { name: 'Settings' }).focus();
    for (let step = 0; step < 3; step++) await page.page.keyboard.press('Tab');
    assert.match(await hover.innerText(), facts);
    assert.match((await end.getAttribute('aria-description'))!, facts);
    await page.page.keyboard.press('Escape');
    assert.equal(await hover.isVisible(), false);
    await page.close();
  });

  it('tells the numbers of now under a pointer that rests and at what has the focus, until they are gone', async () => {
    let speed = 42;
    const models = [{ ...twoModels[0]!, tokensPerSecond: () => speed }];
    const { page, feed, until } = await opened({ models });
    const hover = page.page.locator('.hover-box');
    const end = page.page.locator('.energy-end', { hasText: models[0]!.name });
    const noModels = { type: 'status', status: energyStatus([]) } as const;
    const box = (await end.boundingBox())!;
    await page.page.mouse.move(box.x - 12, box.y + box.height / 2);
    assert.match(await hover.innerText(), /42\.0\stok\/s/);
    speed = 17;
    const told = await goOn(page, feed, until, 1);
    await page.drawn();
    assert.match(await hover.innerText(), /17\.0\stok\/s/);
    await page.tell(noModels);
    await page.drawn();
    assert.equal(await hover.isVisible(), false, 'the ribbon is gone');
    await page.page.mouse.move(3, 3);

    await page.tell({ type: 'status', status: energyStatus(models) });
    await page.drawn();
    await page.page.getByRole('button', { name: 'Settings' }).focus();
    for (let step = 0; step < 3; step++) await page.page.keyboard.press('Tab');
    assert.match(await hover.innerText(), /17\.0\stok\/s/);
    speed = 23;
    await goOn(page, feed, told, 1);
    await page.drawn();
    assert.match(await hover.innerText(), /23\.0\stok\/s/);
    await page.tell(noModels);
    await page.drawn();
    assert.equal(await hover.isVisible(), false, 'what had the focus is gone');
    assert.deepEqual(complaints(page), []);
    await page.close();
  });

  it('moves while a model generates, and asks for no frame while none does', async () => {
    let speed = 42;
    const models = [{ ...twoModels[0]!, tokensPerSecond: () => speed }];
    const { page, feed, until } = await opened({ models });
    await moves(page);
    speed = 0;
    const idleSince = await goOn(page, feed, until, 1);
    await page.drawn();
    await rests(page);
    assert.match(await page.page.locator('.energy-notes').innerText(), /No model generates now, so nothing moves/);
    assert.equal(spaced(await rowOf(page, 'Models', models[0]!.name))[0], '0 tok/s');
    speed = 42;
    await goOn(page, feed, idleSince, 1);
    await moves(page);
    await page.close();
  });

  it('counts the frames of its picture among those that it felt, not only those of its figures', async () => {
    const { page, feed, until } = await opened();
    const felt = (): Promise<number> =>
      page.page.evaluate(() => window.fakeHost.felt.reduce((sum, { frames }) => sum + frames, 0));
    let told = await goOn(page, feed, until, 2);
    assert.equal(await felt(), 0, 'nothing is measured before that is wanted');
    await page.tell({ type: 'ux', isMeasured: true });
    // Figures are drawn for each time that something comes, and now and then besides.
    let figures = 10;
    await eventually('more frames than figures have', async () => {
      told = await goOn(page, feed, told, 1);
      figures += 4;
      return (await felt()) > figures;
    });
    await page.tell({ type: 'ux', isMeasured: false });
    const before = await felt();
    await goOn(page, feed, told, 2);
    assert.deepEqual(await felt(), before, 'nor once it is not wanted any more');
    await page.close();
  });

  it('stops when nothing is heard any more, and knows nothing of now', async () => {
    const { page } = await opened();
    await page.page.evaluate(() => {
      window.fakeHost.letTimePass();
    });
    await page.page.waitForTimeout(4000);
    await rests(page);
    assert.equal((await rowOf(page, 'Models', twoModels[0]!.name))[0], '–');
    assert.equal(spaced(await rowOf(page, 'Where the energy goes', 'In all'))[1], '7,440 J', 'what was counted stays');
    await page.close();
  });

  it('says that it is paused, and shows nothing as of now', async () => {
    const { page } = await opened();
    await page.tell({ type: 'status', status: { ...energyStatus(twoModels), paused: true } });
    await page.drawn();
    assert.match(await page.page.locator('.state').innerText(), /Paused/);
    assert.match(await page.page.locator('.energy-notes').innerText(), /Nothing is read until you resume/);
    assert.equal((await rowOf(page, 'Models', twoModels[0]!.name))[0], '–');
    await rests(page);
    await page.page.getByRole('button', { name: 'Resume' }).click();
    assert.deepEqual((await page.heard()).at(-1), { type: 'command', command: 'resume' });
    await page.close();
  });

  it('asks for no frame, sets no timer and sends nothing while it is hidden or scrolled away', async () => {
    const { page, feed, until } = await opened({ width: 500, height: 300 });
    const setVisibility = (state: string): Promise<void> =>
      page.page.evaluate((wanted) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => wanted });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await setVisibility('hidden');
    const heard = (await page.heard()).length;
    const timers = await page.page.evaluate(() => window.fakeHost.asked.timers);
    await page.tell(feed.rows(until, until + 500));
    assert.equal(await framesIn(page, 500), 0);
    assert.equal(await page.page.evaluate(() => window.fakeHost.asked.timers), timers);
    assert.equal((await page.heard()).length, heard);
    await setVisibility('visible');
    await page.tell(feed.rows(until + 500, until + 1000));
    await moves(page);
    await page.page.mouse.wheel(0, 5000);
    // The picture is not on the screen any more.
    await rests(page);
    await page.close();
  });

  it('stands still where less motion is asked for', async () => {
    const { page, feed, until } = await opened();
    await page.page.emulateMedia({ reducedMotion: 'reduce' });
    await goOn(page, feed, until, 1);
    await page.drawn();
    await rests(page);
    assert.equal(spaced(await rowOf(page, 'Models', twoModels[0]!.name))[0], '42.0 tok/s');
    await page.close();
  });

  it('draws tokens and bytes where no power is told, and says why and what to do', async () => {
    const models = [{ name: 'qwen', tokensPerSecond: 42, bits: [1.25, 1.6] as const, noEnergy: noRights }];
    const { page } = await opened({ domains: noPower, models });
    assert.match(await page.page.locator('.energy-notes').innerText(), /root only[^]*cpuTdpWatts/);
    assert.match(
      await page.page.locator('.energy-legend').innerText(),
      /Power is not known, so width is tokens per second and bytes per second/,
    );
    assert.deepEqual(await labels(page), ['Disks and networks 8.00 MiB/s', 'qwen 42.0 tok/s']);
    assert.deepEqual(await rowOf(page, 'Where the energy goes', 'In all'), ['n/a', 'n/a']);
    assert.deepEqual(await rowOf(page, 'Parts of the machine', 'CPU package'), ['n/a', 'n/a', noRights]);
    await page.screenshot('energy-no-power');
    await page.close();
  });

  it('marks what is estimated, and shows what cannot be had with its reason', async () => {
    const domains: readonly FedDomain[] = [
      { domain: 'package', watts: 35, quality: 'estimated', reason: 'From the CPU load.', origin: cpuOrigin },
      { domain: 'gpu0', watts: NaN, quality: 'unavailable', reason: 'This GPU has no sensor.', origin: gpuOrigin },
      { domain: 'total', watts: 35, quality: 'estimated', reason: 'Nothing is measured.', origin: cpuOrigin },
    ];
    const { page } = await opened({ domains });
    assert.deepEqual(spaced(await rowOf(page, 'Parts of the machine', 'CPU package')).slice(0, 2), [
      '≈ 35.0 W',
      '≈ 2,170 J',
    ]);
    assert.deepEqual(await rowOf(page, 'Parts of the machine', 'GPU 0'), ['n/a', 'n/a', 'This GPU has no sensor.']);
    assert.deepEqual((await labels(page)).slice(0, 2), ['CPU package ≈ 35.0 W', 'GPU 0 n/a']);
    await page.close();
  });

  it('says where there is nothing to show, and what to do', async () => {
    const { page } = await opened({ domains: noPower, models: [] });
    assert.match(
      await page.page.locator('.energy-notes').innerText(),
      /root only[^]*No model server was found[^]*wirthforge\.runtimes/,
    );
    assert.equal(await page.page.locator('.energy-picture').isVisible(), false);
    await page.screenshot('energy-nothing');
    await page.close();
  });

  it('waits for the first data, and forgets everything when its host begins anew', async () => {
    const { page } = await opened();
    await page.tell({ type: 'reset' });
    await page.drawn();
    assert.equal(await page.page.locator('.energy-picture').isVisible(), true, 'the models are still there');
    assert.deepEqual(await rowOf(page, 'Where the energy goes', 'In all'), ['–', '–']);
    assert.equal((await rowOf(page, 'Models', twoModels[0]!.name))[0], '–');
    await page.close();
    const fresh = await browser.open(darkModern);
    await fresh.drawn();
    assert.match(await fresh.page.locator('.energy-notes').innerText(), /Waiting for the first data/);
    assert.deepEqual(await fresh.heard(), [{ type: 'ready' }]);
    await fresh.close();
  });

  it('keeps the chosen picture over a reload', async () => {
    const { page, feed, until } = await opened();
    await page.page.getByRole('button', { name: 'Ribbons' }).click();
    await goOn(page, feed, until, 1);
    assert.deepEqual(await page.saved(), { visualization: 'ribbons' });
    // Ribbons alone stand still.
    await rests(page);
    await page.page.getByRole('button', { name: 'Figures' }).click();
    await goOn(page, feed, until + 1000, 1);
    assert.equal(await page.page.locator('canvas').count(), 0);
    assert.equal(spaced(await rowOf(page, 'Models', twoModels[0]!.name))[0], '42.0 tok/s');
    await page.screenshot('energy-figures');
    await page.close();
    const again = await opened({ state: { visualization: 'figures' } });
    assert.equal(await again.page.page.locator('canvas').count(), 0);
    const chosen = again.page.page.getByRole('button', { name: 'Figures' });
    assert.equal(await chosen.getAttribute('aria-pressed'), 'true');
    await again.page.close();
    const odd = await opened({ state: { visualization: 7 } });
    assert.equal(await odd.page.page.locator('canvas').count(), 1);
    await odd.page.close();
  });

  const looks: readonly [name: string, options: Opened][] = [
    ['dark', { theme: darkModern }],
    ['light', { theme: lightModern }],
    ['high-contrast', { theme: highContrast, models: eightModels }],
    ['high-contrast-light', { theme: highContrastLight, models: eightModels }],
    ['browser', { theme: undefined }],
    ['200', { width: 200, height: 700 }],
    ['320', { width: 320, height: 700, models: eightModels }],
    ['800', { width: 800 }],
    ['2560', { width: 2560, height: 1300, models: eightModels }],
    ['short', { height: 260 }],
  ];
  for (const [name, options] of looks)
    it(`looks right: ${name}`, async () => {
      const { page } = await opened(options);
      const faint = await page.page.evaluate(faintTexts);
      await page.screenshot(`energy-${name}`);
      assert.deepEqual(faint, [], 'every text has a contrast of at least 4.5 to its ground');
      const { scroll, client } = await page.page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        client: document.documentElement.clientWidth,
      }));
      assert.ok(scroll <= client, `${scroll} pixels of content in ${client}`);
      assert.deepEqual(complaints(page), []);
      await page.close();
    });
});

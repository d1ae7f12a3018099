import assert from 'node:assert/strict';
import { after, describe, it, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { EngineStatus } from '../../src/protocol/status';
import type { PlainMessage } from './feed';
import { busyMachine, busyStatus } from './busyMachine';
import { bothDomains, energyMachine, energyStatus, type FedModel } from './energyMachine';
import { MemoryWatch, slopeOf, steadySlopeOf } from './memoryWatch';
import { feedSteadily } from './steadyFeed';
import { darkModern } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

const isLong = process.env['SOAK'] === '1';
const seconds = isLong ? 600 : 6;
/** Each collects the garbage of the page, which takes longer than what lies between them in a short run. */
const looks = isLong ? 12 : 4;
/**
 * On a busy machine a page is built and its code compiled for long. What leaks does so all the time, so a few looks in
 * turn without a leak are proof.
 */
const mostLooks = isLong ? looks : 16;
/** Code that is compiled and caches that fill are no leak, so nothing is counted before. */
const warmSeconds = isLong ? 60 : 3;
/** The charts show 5 min; what is older is forgotten. */
const pastMs = 330_000;
const hz = 60;
const start = 1_780_000_000_000;
/**
 * In ten minutes a hundred bytes kept of each frame show, which would be 360 kB a minute; in seconds only a kilobyte,
 * beside what measuring itself takes.
 */
const mostBytesAMinute = isLong ? 200_000 : 3_000_000;
/** Texts and rows that come and go; one kept of each frame would be hundreds in seconds. */
const mostNodes = 150;

const eightModels: readonly FedModel[] = Array.from({ length: 8 }, (_, at) => ({
  name: `model-${at}`,
  tokensPerSecond: 20 + 5 * at,
  bits: [1, 1.5] as const,
  watts: 10,
  joulesPerToken: 1,
}));

/** Has a page run for some time and proves that it keeps no more at the end than at the beginning. */
async function staysFlat(test: TestContext, page: Page): Promise<void> {
  const watch = await MemoryWatch.of(page);
  await pause(warmSeconds * 1000);
  const seen = [await watch.look()];
  let [first, last, perMinute] = [seen[0]!, seen[0]!, Infinity];
  const isFlat = (): boolean =>
    perMinute < mostBytesAMinute && last.nodes <= first.nodes + mostNodes && last.listeners <= first.listeners;
  while (seen.length < looks || (seen.length < mostLooks && !isFlat())) {
    await pause((seconds * 1000) / (looks - 1));
    seen.push(await watch.look());
    const newest = seen.slice(-looks);
    [first, last] = [newest[0]!, newest.at(-1)!];
    const growth = newest.map(({ atMs, bytes }) => ({ x: atMs / 60_000, y: bytes }));
    perMinute = isLong ? slopeOf(growth) : steadySlopeOf(growth);
  }
  test.diagnostic(
    `${((last.atMs - first.atMs) / 1000).toFixed(0)} s: ${(first.bytes / 1e6).toFixed(2)} to ${(last.bytes / 1e6).toFixed(2)} MB, ` +
      `${(perMinute / 1000).toFixed(0)} kB a minute; nodes ${first.nodes} to ${last.nodes}, listeners ${first.listeners} to ${last.listeners}`,
  );
  assert.ok(perMinute < mostBytesAMinute, `${seen.map(({ bytes }) => bytes).join(', ')} bytes`);
  assert.ok(last.nodes <= first.nodes + mostNodes, `${first.nodes} nodes became ${last.nodes}`);
  assert.ok(last.listeners <= first.listeners, `${first.listeners} listeners became ${last.listeners}`);
}

async function fed(view: ViewPage, announcement: PlainMessage, status: EngineStatus): Promise<void> {
  if (announcement.type !== 'series') throw new Error('The feed announces something else than series.');
  await view.tell({ type: 'reset' }, announcement, { type: 'status', status });
  const series = announcement.series.map(({ id, metric }) => ({ id, metric }));
  await view.page.evaluate(feedSteadily, { series, start, pastMs, hz });
}

describe('Memory of a page that is fed 60 times a second', { concurrency: 2 }, () => {
  const browsers: ViewBrowser[] = [];
  const opened = async (script: string, style?: string, state?: unknown): Promise<ViewPage> => {
    const browser = await ViewBrowser.start(script, style);
    browsers.push(browser);
    return browser.open(darkModern, 1280, 900, state);
  };
  after(() => Promise.all(browsers.map((browser) => browser.stop())));

  for (const backend of ['canvas2d', 'webgl2'] as const)
    it(`stays flat while 10,000 particles of eight models flow, drawn with ${backend}`, async (test) => {
      const { page, problems } = await opened('test/bench/views/energyPage.ts');
      await page.evaluate(
        (how) => {
          void window.energyFrames(how.backend, how.seconds);
        },
        { backend, seconds: 2 * (warmSeconds + seconds) + 60 },
      );
      await staysFlat(test, page);
      assert.deepEqual(problems, []);
    });

  it('stays flat on the energy page', async (test) => {
    const view = await opened('webview/energy/main.ts', 'webview/energy/energy.css');
    const { announcement } = energyMachine(eightModels, bothDomains);
    await fed(view, announcement, energyStatus(eightModels));
    await staysFlat(test, view.page);
  });

  it('stays flat on the performance page with eight live lines', async (test) => {
    const state = { picks: [{ metric: 'system.cpu_core_percent' }] };
    const view = await opened('webview/performance/main.ts', 'webview/performance/performance.css', state);
    await fed(view, busyMachine().announcement, busyStatus);
    await view.drawn();
    assert.equal(await view.page.locator('.performance tbody tr').count(), 8);
    await staysFlat(test, view.page);
  });

  it('stays flat on the dashboard', async (test) => {
    const view = await opened('webview/dashboard/main.ts', 'webview/dashboard/dashboard.css');
    await fed(view, busyMachine().announcement, busyStatus);
    await staysFlat(test, view.page);
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { eventually } from '../../build/vscode/eventually.mjs';
import type { UxFigures } from '../../src/protocol/ux';
import type { FakeHost } from './fakeHost';
import { ViewBrowser, type ViewPage } from './viewPage';

const drawnFrames = 200;

describe('How fluent a page is, as it measures it', () => {
  let browser: ViewBrowser;
  before(async () => {
    browser = await ViewBrowser.start('test/browser/meteredPage.ts');
  });
  after(() => browser.stop());

  const felt = (page: ViewPage): Promise<UxFigures[]> => page.page.evaluate(() => window.fakeHost.felt);
  const told = async (page: ViewPage, isIt: (figures: UxFigures) => boolean): Promise<UxFigures> => {
    let all: readonly UxFigures[] = [];
    return eventually('it is told', async () => (all = await felt(page)).find(isIt)).catch((error: unknown) =>
      assert.fail(`${String(error)} ${JSON.stringify(all)}`),
    );
  };

  it('holds the time until a frame is painted, and says which frames are late', async () => {
    const page = await browser.open(undefined);
    await page.page.evaluate(() => {
      window.drawFrames(6, 40);
    });
    const { frameTimeMs, jankPercent } = await told(page, ({ frames }) => frames > 0);
    assert.ok(frameTimeMs !== null && frameTimeMs >= 40, `${frameTimeMs} ms`);
    assert.equal(jankPercent, 100);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  it('holds the wait for the effect of a key, and of no movement of the pointer', async () => {
    const page = await browser.open(undefined);
    await page.page.evaluate(() => {
      addEventListener('keydown', () => {
        window.work(120);
      });
      addEventListener('pointermove', () => {
        window.work(60);
      });
    });
    for (let at = 0; at < 5; at++) await page.page.mouse.move(100 + at, 100);
    await page.page.waitForTimeout(1500);
    assert.deepEqual(await felt(page), []);
    await page.page.keyboard.press('a');
    const { interactionMs } = await told(page, (figures) => figures.interactionMs !== null);
    assert.ok(interactionMs !== null && interactionMs >= 112, `${interactionMs} ms`);
    await page.close();
  });

  it('costs nothing while nothing is drawn, and little of each frame', async (test) => {
    const page = await browser.open(undefined);
    const asked = (): Promise<FakeHost['asked']> => page.page.evaluate(() => ({ ...window.fakeHost.asked }));
    await eventually('the page, once it is built, asks for nothing', async () => {
      const before = await asked();
      await page.page.waitForTimeout(2500);
      return isDeepStrictEqual(await asked(), before);
    });
    assert.deepEqual(await felt(page), []);
    const costUs = await page.page.evaluate((count) => window.measureMeter(count), drawnFrames);
    test.diagnostic(`${costUs.toFixed(1)} µs of a frame`);
    await page.close();
  });
});

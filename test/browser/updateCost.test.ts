import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ViewBrowser } from './viewPage';

const updates = 100;

describe('Charts', () => {
  let browser: ViewBrowser;
  before(async () => {
    browser = await ViewBrowser.start('test/browser/eightCharts.ts');
  });
  after(() => browser.stop());

  it('are brought up to date, eight with five minutes at 10 Hz, in a time that is told', async (test) => {
    const page = await browser.open(undefined);
    await page.page.evaluate((count) => window.measureUpdates(count), updates);
    const { updatesMs, charts, linesEach } = await page.page.evaluate((count) => window.measureUpdates(count), updates);
    const median = updatesMs[updates / 2]!;
    const late = updatesMs[Math.floor(updates * 0.95)]!;
    test.diagnostic(
      `${charts} charts of ${linesEach} lines: median ${median.toFixed(1)} ms, p95 ${late.toFixed(1)} ms an update`,
    );
    assert.equal(updatesMs.length, updates);
    assert.deepEqual(page.problems, []);
    await page.close();
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { eventually } from '../../build/vscode/eventually.mjs';
import type { TimeRange } from '../../webview/performance/chart/chartContent';
import { darkModern, highContrast, lightModern } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

const stepMs = 60_000;
const steps = 240;

describe('The chart of performance', () => {
  let browser: ViewBrowser;
  before(async () => {
    browser = await ViewBrowser.start('test/browser/timeChartPage.ts', 'test/browser/timeChartPage.css');
  });
  after(() => browser.stop());

  const rangeOf = (view: ViewPage): Promise<TimeRange> => view.page.evaluate(() => window.chartRig.range);
  const spanOf = async (view: ViewPage): Promise<number> => {
    const { from, to } = await rangeOf(view);
    return to - from;
  };
  /** Where a time is on the page, in the middle of the plot. */
  const placeOf = (view: ViewPage, step: number): Promise<{ x: number; y: number }> =>
    view.page.evaluate(
      ({ at, length }) => {
        const { left, top } = document.querySelector('.time-plot')!.getBoundingClientRect();
        const area = window.chartRig.areaOf();
        return {
          x: left + window.chartRig.xOf(window.chartStart + at * length),
          y: top + (area.top + area.bottom) / 2,
        };
      },
      { at: step, length: stepMs },
    );
  const startOf = (view: ViewPage): Promise<number> => view.page.evaluate(() => window.chartStart);
  const near = (one: number, other: number, tolerance: number, what: string): void => {
    assert.ok(Math.abs(one - other) <= tolerance, `${what}: ${one} is not ${other}`);
  };

  it('draws a line and its band within a pixel of their numbers, and nothing where nothing was recorded', async () => {
    const view = await browser.open(darkModern, 900, 420);
    const found = await view.page.evaluate(
      ({ length }) => {
        const { chartRig, chartStart } = window;
        // Away from the marks: the middles of step 40 and of step 110, which is missing.
        const columnAt = (step: number): string[] =>
          chartRig.column(chartRig.xOf(chartStart + (step + 0.5) * length)).pixels;
        const { scale } = chartRig.column(0);
        const blueness = (pixel: string): number => {
          const [red, , blue, alpha] = pixel.split(',').map(Number);
          return (((blue ?? 0) - (red ?? 0)) * (alpha ?? 0)) / 255;
        };
        const blue = columnAt(40).map(blueness);
        const within = (value: number): number => chartRig.yOf(value, 'percent');
        const strong = blue.flatMap((amount, at) => (amount > 120 ? [at / scale] : []));
        const tinted = blue.flatMap((amount, at) => (amount > 12 && at / scale > within(65) ? [at / scale] : []));
        return {
          line: strong.filter((y) => y > within(50) && y < within(30)),
          band: [Math.min(...tinted), Math.max(...tinted) + 1 / scale],
          wanted: [within(40), within(60), within(20)],
          gap: columnAt(110)
            .map(blueness)
            .filter((amount) => amount > 12).length,
        };
      },
      { length: stepMs },
    );
    const [line, top, bottom] = found.wanted as [number, number, number];
    const mean = found.line.reduce((sum, y) => sum + y + 0.5, 0) / found.line.length;
    near(mean, line, 1, 'line');
    near(found.band[0]!, top, 1, 'top of the band');
    near(found.band[1]!, bottom, 1, 'bottom of the band');
    assert.equal(found.gap, 0);
    assert.deepEqual(view.problems, []);
    await view.close();
  });

  it('zooms to what is dragged over, and not at a click; Escape takes a drag back; a double click shows the whole', async () => {
    const view = await browser.open(darkModern, 900, 420);
    const { mouse, keyboard } = view.page;
    const [one, other] = [await placeOf(view, 90), await placeOf(view, 30)];
    await mouse.click(one.x, one.y);
    assert.equal(await spanOf(view), steps * stepMs);
    await mouse.move(one.x, one.y);
    await mouse.down();
    await mouse.move(other.x, other.y, { steps: 5 });
    await view.drawn();
    await view.screenshot('time-chart-selecting');
    await keyboard.press('Escape');
    await mouse.up();
    assert.equal(await spanOf(view), steps * stepMs);
    await mouse.move(one.x, one.y);
    await mouse.down();
    await mouse.move(other.x, other.y, { steps: 5 });
    await mouse.up();
    const { from, to } = await rangeOf(view);
    const start = await startOf(view);
    // The pointer stands on whole pixels; one of them is a third of a minute here.
    near(from, start + 30 * stepMs, stepMs, 'from');
    near(to, start + 90 * stepMs, stepMs, 'to');
    await mouse.dblclick(one.x, one.y);
    assert.equal(await spanOf(view), steps * stepMs);
    assert.equal(await view.page.evaluate(() => window.chartRig.backs), 1);
    assert.deepEqual(view.problems, []);
    await view.close();
  });

  it('pans with shift or the middle button by as much as the pointer moves', async () => {
    const view = await browser.open(darkModern, 900, 420);
    const { mouse, keyboard } = view.page;
    const start = await startOf(view);
    const middle = { from: start + 60 * stepMs, to: start + 120 * stepMs };
    for (const button of ['left', 'middle'] as const) {
      await view.page.evaluate((range) => {
        window.chartRig.show(range);
      }, middle);
      const [one, other] = [await placeOf(view, 80), await placeOf(view, 100)];
      if (button === 'left') await keyboard.down('Shift');
      await mouse.move(one.x, one.y);
      await mouse.down({ button });
      await mouse.move(other.x, other.y, { steps: 6 });
      await mouse.up({ button });
      if (button === 'left') await keyboard.up('Shift');
      const { from, to } = await rangeOf(view);
      near(from, middle.from - 20 * stepMs, stepMs / 5, `${button}, from`);
      near(to - from, 60 * stepMs, 1, `${button}, span`);
    }
    await view.close();
  });

  it('zooms at the pointer with ctrl and the wheel, pans with shift, and leaves the plain wheel to the page', async () => {
    const view = await browser.open(darkModern, 900, 420);
    const { mouse, keyboard } = view.page;
    const { x, y } = await placeOf(view, 180);
    await mouse.move(x, y);
    await mouse.wheel(0, 100);
    assert.equal(await spanOf(view), steps * stepMs);
    await keyboard.down('Control');
    await mouse.wheel(0, -300);
    await keyboard.up('Control');
    await view.page.waitForFunction(() => window.chartRig.changes.length > 0);
    const zoomed = await spanOf(view);
    assert.ok(zoomed < 0.6 * steps * stepMs, `${zoomed}`);
    near((await placeOf(view, 180)).x, x, 1, 'the time below the pointer');
    const before = await rangeOf(view);
    await keyboard.down('Shift');
    await mouse.wheel(0, -200);
    await keyboard.up('Shift');
    await view.page.waitForFunction(() => window.chartRig.changes.length > 1);
    const after = await rangeOf(view);
    assert.ok(after.from < before.from);
    near(after.to - after.from, before.to - before.from, 1, 'span');
    await view.close();
  });

  it('is used with the keyboard alone, and says the values that are looked at', async () => {
    const view = await browser.open(darkModern, 900, 420);
    const { keyboard } = view.page;
    const plot = view.page.locator('.time-plot');
    await plot.focus();
    for (let press = 0; press < 10; press++) await keyboard.press('ArrowLeft');
    await view.drawn();
    const told = await plot.getAttribute('aria-valuetext');
    assert.match(told ?? '', /CPU 40\.0% \(20\.0–60\.0%\)/);
    assert.match(told ?? '', /qwen2\.5 speed ≈/);
    assert.match(await view.page.locator('.hover-box').innerText(), /Counted from the stream/);
    await view.screenshot('time-chart-keyboard');
    await keyboard.press('Space');
    for (let press = 0; press < 6; press++) await keyboard.press('ArrowLeft');
    await keyboard.press('Enter');
    near(await spanOf(view), (steps * stepMs * 6) / 60, 1, 'what was chosen');
    await keyboard.press('-');
    const out = await rangeOf(view);
    await keyboard.press('Shift+ArrowLeft');
    assert.ok((await rangeOf(view)).from < out.from);
    await keyboard.press('Escape');
    assert.equal(await view.page.evaluate(() => window.chartRig.backs), 0);
    await keyboard.press('Escape');
    assert.equal(await view.page.evaluate(() => window.chartRig.backs), 1);
    assert.deepEqual(view.problems, []);
    await view.close();
  });

  it('moves and resizes the window of the strip with mouse and keyboard', async () => {
    const view = await browser.open(darkModern, 900, 420);
    const { mouse, keyboard } = view.page;
    const start = await startOf(view);
    await view.page.evaluate(
      ({ from, to }) => {
        window.chartRig.show({ from, to });
      },
      { from: start + 60 * stepMs, to: start + 120 * stepMs },
    );
    const strip = (await view.page.locator('.brush').boundingBox())!;
    const at = (step: number): number => strip.x + (step / steps) * strip.width;
    const y = strip.y + strip.height / 2;
    const drag = async (one: number, other: number): Promise<void> => {
      await mouse.move(at(one), y);
      await mouse.down();
      await mouse.move(at(other), y, { steps: 4 });
      await mouse.up();
    };
    await drag(90, 110);
    near((await rangeOf(view)).from, start + 80 * stepMs, stepMs, 'moved');
    near(await spanOf(view), 60 * stepMs, 1, 'span');
    await drag(80, 40);
    near((await rangeOf(view)).from, start + 40 * stepMs, stepMs, 'resized');
    near((await rangeOf(view)).to, start + 140 * stepMs, stepMs, 'the other end');
    const end = view.page.getByRole('slider', { name: 'End of the time shown' });
    await end.focus();
    const { to } = await rangeOf(view);
    await keyboard.press('ArrowRight');
    near((await rangeOf(view)).to, to + (steps * stepMs) / 100, 1, 'by key');
    await keyboard.press('Home');
    near(await spanOf(view), 1000, 1, 'as short as can be');
    await keyboard.press('Shift+End');
    near((await rangeOf(view)).to, start + steps * stepMs, 1, 'at the end');
    assert.match((await end.getAttribute('aria-valuetext')) ?? '', /^\d+ \w+ \d\d:\d\d:\d\d$/);
    await view.close();
  });

  it('tells of an alert where its glyph is pointed at, and which was clicked', async () => {
    const view = await browser.open(darkModern, 900, 420);
    const { mouse } = view.page;
    const { x } = await placeOf(view, 60);
    const top = await view.page.evaluate(
      () => document.querySelector('.time-plot')!.getBoundingClientRect().top + window.chartRig.areaOf().top,
    );
    await mouse.move(x, top - 9);
    await view.drawn();
    assert.match(await view.page.locator('.hover-box').innerText(), /Warning alert hot name: CPU above 90%/);
    await mouse.click(x, top - 9);
    assert.deepEqual(await view.page.evaluate(() => window.chartRig.chosen), ['hot']);
    await view.close();
  });

  it('becomes a PNG with title and legend on the background of the theme', async () => {
    const view = await browser.open(lightModern, 900, 420);
    const png = await view.page.evaluate(() => window.chartRig.png());
    assert.deepEqual(png.signature, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    assert.equal(png.corner, '248,248,248,255');
    assert.ok(png.width > 880 && png.height > 340, `${png.width} x ${png.height}`);
    assert.ok(png.colours > 50);
    await view.close();
  });

  it('asks for no frame and no timer while nothing changes', async () => {
    const view = await browser.open(darkModern, 900, 420);
    await eventually('it stays still', async () => {
      const before = await view.page.evaluate(() => ({ ...window.fakeHost.asked }));
      await view.page.waitForTimeout(1500);
      return isDeepStrictEqual(await view.page.evaluate(() => ({ ...window.fakeHost.asked })), before);
    });
    await view.close();
  });

  for (const [name, theme, width] of [
    ['dark', darkModern, 900],
    ['light', lightModern, 900],
    ['high-contrast', highContrast, 900],
    ['narrow', darkModern, 260],
    ['wide', lightModern, 1800],
  ] as const) {
    it(`is drawn without a complaint: ${name}`, async () => {
      const view = await browser.open(theme, width, 420);
      await view.drawn();
      await view.screenshot(`time-chart-${name}`);
      const { left, right } = await view.page.evaluate(() => window.chartRig.areaOf());
      assert.ok(right - left >= 100, `${right - left} px for the lines`);
      assert.equal(await view.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false);
      assert.deepEqual(view.problems, []);
      await view.close();
    });
  }
});

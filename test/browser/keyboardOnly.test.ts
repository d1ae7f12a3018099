import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { accessiblePages, type AccessiblePage } from './accessible/pages';
import { PastHost, performanceMachine } from './pastHost';
import { darkModern } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

let browser: ViewBrowser | undefined;
afterEach(async () => {
  await browser?.stop();
  browser = undefined;
});

describe('By keyboard alone', () => {
  const opened = async (name: AccessiblePage['name']): Promise<ViewPage> => {
    const accessible = accessiblePages.find((page) => page.name === name)!;
    browser = await ViewBrowser.start(accessible.script, accessible.style, name);
    const view = await browser.open(darkModern, 1280, 900, undefined, null);
    await accessible.fill(view);
    await view.drawn();
    return view;
  };
  const press = async (view: ViewPage, ...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await view.page.keyboard.press(key);
    await view.drawn();
  };
  const focused = (view: ViewPage): Promise<string> =>
    view.page.evaluate(() => document.activeElement!.ariaLabel ?? document.activeElement!.textContent);
  const heard = async (view: ViewPage, type: string): Promise<unknown[]> =>
    (await view.heard()).filter((message) => message.type === type);

  it('the layout is edited, and the focus comes back to where it was', async () => {
    const view = await opened('dashboard');
    const { page } = view;
    await page.getByRole('button', { name: 'Edit layout' }).focus();
    await press(view, 'Enter');
    await page.getByRole('button', { name: 'Add panel' }).focus();
    await press(view, 'Enter');
    assert.equal(await page.evaluate(() => document.activeElement!.role), 'menuitem');
    await press(view, 'ArrowDown', 'Escape');
    assert.equal(await focused(view), 'Add panel');
    assert.equal(await page.getByRole('menu').isVisible(), false);

    await page.getByRole('button', { name: 'Panel Top processes' }).focus();
    await press(view, 'Enter');
    assert.equal(await page.evaluate(() => document.activeElement!.tagName), 'INPUT');
    await press(view, 'Escape');
    assert.equal(await focused(view), 'Panel Top processes', 'Escape of the field does not end editing');
    await press(view, 'ArrowRight');
    assert.equal(await focused(view), 'Panel Top processes', 'what moves keeps the focus');
    assert.equal((await heard(view, 'layout')).length, 1);
    await press(view, 'Delete');
    assert.match(await focused(view), /^Panel /, 'what is removed hands it on');
    await press(view, 'Escape');
    assert.equal(await page.locator('[data-editing]').count(), 0);
    assert.equal(await focused(view), 'Edit layout');
  });

  it('a chart is read, moved and zoomed, and its metrics are chosen', async () => {
    const view = await opened('performance');
    const { page } = view;
    const plot = page.locator('.time-plot');
    const value = (): Promise<string | null> => plot.getAttribute('aria-valuetext');
    const shown = async (): Promise<unknown> => ((await view.saved()) as { window?: unknown }).window;
    await plot.focus();
    await press(view, 'ArrowLeft');
    const first = await value();
    await press(view, 'ArrowLeft', 'ArrowLeft');
    assert.notEqual(await value(), first);
    assert.match((await value())!, /\d+(\.\d+)?\s?%/, 'it tells figures with their units');
    const before = await shown();
    await press(view, '+');
    await new PastHost(view, performanceMachine()).settle();
    const zoomed = await shown();
    assert.notDeepEqual(zoomed, before);
    await page.locator('.brush-end.is-from').focus();
    await press(view, 'PageUp');
    assert.notDeepEqual(await shown(), zoomed);
    await page.locator('.picker-button').focus();
    await press(view, 'Enter');
    assert.equal(await page.getByRole('combobox', { name: /^Search metrics/ }).isVisible(), true);
    await press(view, 'ArrowDown', 'Escape');
    assert.match(await focused(view), /^Metrics \(\d\)$/);
    await press(view, 'Enter', 'Tab', 'Enter');
    assert.match(await focused(view), /^Metrics \(\d\)$/, 'Done gives the focus back too');
  });

  it('pictures are chosen and their numbers are shown', async () => {
    const view = await opened('energy');
    await view.page.getByRole('button', { name: 'Ribbons' }).focus();
    await press(view, 'Enter');
    assert.equal(await view.page.getByRole('button', { name: 'Ribbons' }).getAttribute('aria-pressed'), 'true');
    assert.equal(await focused(view), 'Ribbons');
    await view.page.locator('.energy-end').first().focus();
    await press(view, 'ArrowDown');
    const hint = view.page.getByRole('tooltip');
    await view.page.keyboard.press('Tab');
    assert.match(await hint.innerText(), /\d\sW/);
    await press(view, 'Escape');
    assert.equal(await hint.isVisible(), false, 'Escape hides what covers the page');
  });
});

describe('What the system asks for', () => {
  for (const accessible of accessiblePages)
    it(`is followed by the page ${accessible.name}: less motion, colours of its own`, async () => {
      browser = await ViewBrowser.start(accessible.script, accessible.style, accessible.name);
      const view = await browser.open(darkModern, 1280, 900, undefined, null);
      await view.page.emulateMedia({ reducedMotion: 'reduce', forcedColors: 'active' });
      await accessible.fill(view);
      await view.drawn();
      const look = await view.page.evaluate(() => {
        const colour = (selector: string, property: 'borderTopColor' | 'backgroundColor'): string[] => [
          ...new Set([...document.querySelectorAll(selector)].map((one) => getComputedStyle(one)[property])),
        ];
        const pressed = [...document.querySelectorAll('button')].filter((one) => one.checkVisibility());
        const looks = (isPressed: boolean): string[] =>
          pressed
            .filter((one) => one.ariaPressed === String(isPressed))
            .map((one) => {
              const { backgroundColor, color, outlineStyle, borderStyle, borderColor, textDecorationLine } =
                getComputedStyle(one);
              const { className } = one;
              return [
                className,
                backgroundColor,
                color,
                outlineStyle,
                borderStyle,
                borderColor,
                textDecorationLine,
              ].join();
            });
        const groups = [...document.querySelectorAll('.range')].filter((one) => one.checkVisibility());
        return {
          moving: document.getAnimations().length,
          swatches: colour('.legend .swatch, .legend-frame .swatch', 'borderTopColor').length,
          lines: colour('.legend .swatch, .legend-frame .swatch', 'backgroundColor').length,
          hasChoice: groups.length > 0,
          alike: looks(true).filter((one) => looks(false).includes(one)),
        };
      });
      await view.screenshot(`forced-${accessible.name}`);
      const darkest = await view.page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.plot canvas, .time-plot canvas');
        if (!canvas) return 0;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        let least = 255;
        for (let at = 0; at < data.length; at += 4)
          if (data[at + 3] === 255) least = Math.min(least, Math.max(data[at]!, data[at + 1]!, data[at + 2]!));
        return least;
      });
      assert.ok(darkest < 60, `a chart writes in the ink of the system, which is black here: ${darkest}`);
      assert.equal(look.moving, 0);
      if (look.hasChoice) assert.deepEqual(look.alike, [], 'what is chosen looks different');
      if (look.lines > 0) assert.ok(look.swatches > 1, 'lines keep the colours that they are drawn with');
    });
});

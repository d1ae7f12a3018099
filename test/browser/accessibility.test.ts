import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessiblePages } from './accessible/pages';
import { misfits } from './accessible/misfits';
import { rulesBroken } from './accessible/rulesBroken';
import { namelessControls, tabWalk, unreached } from './accessible/tabWalk';
import { faintTexts } from './faintTexts';
import { darkModern, highContrast, highContrastLight, lightModern, type Theme } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

const themes: readonly [name: string, theme: Theme | undefined][] = [
  ['light', lightModern],
  ['high-contrast', highContrast],
  ['high-contrast-light', highContrastLight],
  ['browser', undefined],
  ['dark', darkModern],
];
/** Pictures of every state are for eyes, and would take most of the time. */
const isLookedAt = process.env['LOOK'] === '1';
const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
const windows = [
  { width: 1280, height: 900 },
  { width: 640, height: 720 },
];

for (const accessible of accessiblePages)
  describe(`The page ${accessible.name} for anyone`, () => {
    const { name, states } = accessible;
    let browser: ViewBrowser;
    let view: ViewPage;
    before(async () => {
      browser = await ViewBrowser.start(accessible.script, accessible.style, name);
      view = await browser.open(darkModern, 1280, 900, undefined, null);
      await accessible.fill(view);
      await view.drawn();
    });
    after(() => browser.stop());

    const lookAt = async (state: string): Promise<string[]> => {
      await view.drawn();
      const broken = (await rulesBroken(view.page)).map((rule) => `${state}: ${rule}`);
      for (const [theme, variables] of themes) {
        await view.setTheme(variables);
        const faint = await view.page.evaluate(faintTexts);
        const rules = state === 'usual' ? await rulesBroken(view.page, 'colours') : [];
        broken.push(...[...rules, ...faint].map((rule) => `${state}, ${theme}: ${rule}`));
        if (isLookedAt) await view.screenshot(`accessible-${name}-${state}-${theme}`);
      }
      return broken;
    };

    it('fits at every zoom', async () => {
      const faults: string[] = [];
      for (const { width, height } of windows)
        for (const zoom of zooms) {
          await view.page.setViewportSize({ width: Math.round(width / zoom), height: Math.round(height / zoom) });
          await view.drawn();
          faults.push(...(await view.page.evaluate(misfits)).map((fault) => `${width} at ${100 * zoom} %: ${fault}`));
          if (isLookedAt) await view.screenshot(`accessible-${name}-zoom-${width}-${zoom}`);
        }
      await view.page.setViewportSize(windows[0]!);
      assert.deepEqual(faults, []);
    });

    it('is gone through with Tab: in order, seen, named, without a trap', async () => {
      await accessible.fill(view);
      await view.drawn();
      const stops = await tabWalk(view.page);
      assert.ok(stops.length > 0);
      assert.deepEqual(
        stops.flatMap(({ name: control, faults }) => faults.map((fault) => `${control} ${fault}`)),
        [],
      );
      assert.deepEqual(await view.page.evaluate(unreached), []);
      assert.deepEqual(await namelessControls(view.page), []);
    });

    it('can be read and used in every theme and state', async () => {
      const broken = await lookAt('usual');
      for (const state of states) {
        await state.enter(view);
        broken.push(...(await lookAt(state.name)));
        await state.leave(view);
      }
      await accessible.fill(view);
      assert.deepEqual(broken, []);
    });
  });

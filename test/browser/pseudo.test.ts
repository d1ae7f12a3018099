import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { getL10nPseudoLocalized } from '@vscode/l10n-dev';
import { accessiblePages } from './accessible/pages';
import { misfits } from './accessible/misfits';
import { shownTexts } from './pseudo/shownTexts';
import { padding, ToldTexts } from './pseudo/toldTexts';
import { darkModern } from './themes';
import { ViewBrowser, type ViewPage } from './viewPage';

const bundle = JSON.parse(readFileSync(path.join(process.cwd(), 'l10n', 'bundle.l10n.json'), 'utf8')) as Parameters<
  typeof getL10nPseudoLocalized
>[0];

/** A language whose texts are those of the code in other letters, and 40 % longer, as those of many languages are. */
const pseudoLanguage = Object.fromEntries(
  Object.entries(getL10nPseudoLocalized(bundle)).map(([key, entry]) => {
    const [usual, text] = [messageOf(bundle[key]!), messageOf(entry)];
    const missing = Math.max(0, Math.ceil(1.4 * lengthOf(usual)) - lengthOf(text));
    // Words grow by letters, sentences by words.
    const more = missing < 5 ? padding.repeat(missing) : ` ${padding.repeat(4)}`.repeat(Math.ceil(missing / 5));
    return [key, text + more];
  }),
);

function messageOf(entry: (typeof bundle)[string]): string {
  return typeof entry === 'string' ? entry : entry.message;
}

function lengthOf(text: string): number {
  return text.replace(/\{\d+\}/g, '').length;
}

/** The same page with the texts of that language in it. */
async function inPseudoLanguage(view: ViewPage): Promise<void> {
  const { page } = view;
  await page.route(page.url(), async (route) => {
    const response = await route.fetch();
    const block = `<script type="application/json" id="l10n">${JSON.stringify(pseudoLanguage).replaceAll('<', '\\u003c')}</script>`;
    await route.fulfill({ response, body: (await response.text()).replace('<script ', () => `${block}<script `) });
  });
  await page.reload();
}

/** What is not seen on a page that is just filled; found by its place, since its name is another one here. */
const openings: Readonly<Record<string, readonly string[]>> = {
  dashboard: ['.tools [aria-pressed]', '.add-panel > button'],
  energy: ['.energy-numbers summary'],
  performance: ['.marks summary', '.picker-button'],
  overview: [],
};

for (const accessible of accessiblePages) {
  const { name, states } = accessible;
  describe(`The page ${name} in another language`, () => {
    let browser: ViewBrowser;
    let view: ViewPage;
    let told: ToldTexts;
    before(async () => {
      browser = await ViewBrowser.start(accessible.script, accessible.style, name);
      view = await browser.open(darkModern, 1280, 900, undefined, null);
      told = new ToldTexts(view);
      await inPseudoLanguage(view);
      await accessible.fill(view);
      await view.drawn();
    });
    after(() => browser.stop());

    const foreign = async (): Promise<string[]> => {
      await view.drawn();
      return told.withoutThem(await view.page.evaluate(shownTexts));
    };

    it('has no text of its own in English, to be seen or to be read out', async () => {
      assert.ok((await view.page.evaluate(shownTexts)).length > 20, 'the page is filled');
      const english = await foreign();
      for (const selector of openings[name]!) {
        await view.page.locator(selector).first().click();
        english.push(...(await foreign()));
      }
      // One closes what was opened last, one ends edit mode.
      await view.page.keyboard.press('Escape');
      await view.page.keyboard.press('Escape');
      for (const state of states.filter((one) => ['waiting', 'empty', 'paused'].includes(one.name))) {
        await state.enter(view);
        english.push(...(await foreign()));
      }
      assert.deepEqual([...new Set(english)], []);
      assert.deepEqual(view.problems, []);
    });

    for (const width of name === 'overview' ? [200, 320] : [320, 1280])
      it(`fits into ${width} pixels`, async () => {
        await view.page.setViewportSize({ width, height: 900 });
        await accessible.fill(view);
        await view.drawn();
        if (process.env['LOOK']) await view.screenshot(`pseudo-${name}-${width}`);
        assert.deepEqual(await view.page.evaluate(misfits), []);
      });

    if (name === 'dashboard')
      for (const width of [320, 1280])
        it(`fits into ${width} pixels while its layout is edited`, async () => {
          await view.page.setViewportSize({ width, height: 900 });
          await accessible.fill(view);
          const edit = view.page.locator('.tools [aria-pressed]').first();
          await edit.click();
          await view.drawn();
          if (process.env['LOOK']) await view.screenshot(`pseudo-edit-${width}`);
          assert.deepEqual(await view.page.evaluate(misfits), []);
          await edit.click();
        });
  });
}

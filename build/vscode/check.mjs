// @ts-check
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { provideChromium } from '../browser.mjs';
import { root } from '../installed.mjs';
import { chromiumArguments, cpuShown, dashboardDrawn } from './dashboardPage.mjs';

/** Looks at the window at a URL with a browser nobody sees; throws when status bar or dashboard stay empty. */
export async function checkWindow(/** @type {string} */ url) {
  const executablePath = await provideChromium();
  const browser = await chromium.launch({ executablePath, args: chromiumArguments });
  const picture = path.join(root, 'artifacts', 'start.png');
  mkdirSync(path.dirname(picture), { recursive: true });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
    await page.goto(url);
    try {
      const cpu = await cpuShown(page);
      await dashboardDrawn(page);
      process.stdout.write(`The status bar shows "${cpu}" and the dashboard has drawn: ${picture}\n`);
    } finally {
      await page.screenshot({ path: picture });
    }
  } finally {
    await browser.close();
  }
}

// @ts-check
/// <reference lib="dom" />
import { eventually, hangsMs } from './eventually.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('playwright-core').Frame} Frame
 */

/** Chromium's arguments under which a window neither asks the internet nor needs a display or a GPU. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Selects the status bar items of the extension. */
export const ownStatusItems = '.statusbar-item[id^="wirthforge.wirthforge-monitor"]';

/** The frame in which the page of a view lives, two levels inside a window of VS Code. */
export async function viewFrame(/** @type {Page} */ page, /** @type {string} */ view, timeoutMs = hangsMs) {
  const find = async () => {
    for (const frame of page.frames()) {
      if (frame !== page.mainFrame() && (await holds(frame, view))) return frame;
    }
    return undefined;
  };
  return eventually(`a webview holds the view ${view}`, find, timeoutMs);
}

/** A frame that goes away while it is asked holds no view any more. */
async function holds(/** @type {Frame} */ frame, /** @type {string} */ view) {
  return frame
    .evaluate((name) => document.querySelector(`body[data-view="${name}"] main#app`) !== null, view)
    .catch(() => false);
}

/** The number of canvases that show more than one colour. */
export function drawnCanvases(/** @type {Frame} */ frame) {
  return frame.evaluate(() => {
    const shows = (/** @type {HTMLCanvasElement} */ canvas) => {
      if (canvas.width === 0 || canvas.height === 0) return false;
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      if (!pixels) return false;
      const colours = new Uint32Array(pixels.buffer);
      return colours.some((colour) => colour !== colours[0]);
    };
    return [...document.querySelectorAll('canvas')].filter(shows).length;
  });
}

/** Waits until the dashboard shows figures with their unit and charts with something in them. */
export async function dashboardDrawn(/** @type {Page} */ page, timeoutMs = hangsMs) {
  const frame = await viewFrame(page, 'dashboard', timeoutMs);
  const drawn = async () => {
    const text = await frame.locator('main#app').innerText();
    return /\d\s?%/.test(text) && (await drawnCanvases(frame)) > 0;
  };
  await eventually('the dashboard shows figures and charts', drawn, timeoutMs);
  return frame;
}

/** Waits until the status bar shows the processor's load, and returns what it says. */
export function cpuShown(/** @type {Page} */ page, timeoutMs = hangsMs) {
  const read = async () => {
    const texts = await page.locator(ownStatusItems).allInnerTexts();
    return texts.find((text) => /^CPU \d+%$/.test(text.trim()))?.trim();
  };
  return eventually('the status bar shows the CPU', read, timeoutMs);
}

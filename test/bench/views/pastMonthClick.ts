import type { ToView } from '../../../src/protocol/viewLink';
import { ViewBrowser, type ViewPage } from '../../browser/viewPage';
import { darkModern } from '../../browser/themes';
import { loadSqlite } from '../../../src/engine/store/segments/sqlite';
import { median } from '../meter';
import { writePast } from '../pastMonth';
import { EngineHost } from './engineHost';

/** What passes between the click on "30 d" and its picture, ms. */
interface ClickCost {
  /** Until the host has the question. */
  readonly ask: number;
  /** Until the host has the answer of the engine's thread. */
  readonly store: number;
  /** Until the page has it. */
  readonly transfer: number;
  /** Until it is painted. */
  readonly draw: number;
}

export interface PastMonthClicks {
  readonly lines: number;
  /** The first question of an engine that has just started, from a page that has just been opened. */
  readonly cold: readonly ClickCost[];
  /** From a page opened anew, of an engine that was asked before. */
  readonly warm: readonly ClickCost[];
  /** As `warm`, but the pointer was on the button for a moment before, as a hand's is; ms from the click to the picture. */
  readonly rested: readonly number[];
}

const dayMs = 86_400_000;
const days = 30;
const picks = [{ metric: 'system.cpu_percent' }, { metric: 'model.tokens_per_second' }];
const month = '30 d';
/** Less than most people take from reaching a button to pressing it. */
const restMs = 200;

/** From a click in the performance page to a picture of 30 days through host, engine and store. */
export async function measurePastMonth(dataDir: string, rounds: number): Promise<PastMonthClicks> {
  // What upkeep has not come to yet was recorded in the last hours.
  const end = Math.floor(Date.now() / dayMs) * dayMs - dayMs + 5 * 3_600_000;
  process.stderr.write('past month: writing it\n');
  await writePast(await loadSqlite('node_modules/sql.js/dist/sql-wasm.wasm'), dataDir, days, end);
  const browser = await ViewBrowser.start('webview/performance/main.ts', 'webview/performance/performance.css');
  const [cold, warm]: [ClickCost[], ClickCost[]] = [[], []];
  const rested: number[] = [];
  let lines = 0;
  try {
    for (let round = 1; round <= rounds; round++) {
      process.stderr.write(`past month: round ${round} of ${rounds}\n`);
      const host = new EngineHost(dataDir);
      try {
        await host.start();
        for (const costs of [cold, warm]) {
          const view = await browser.open(darkModern, 1280, 900, { picks });
          costs.push(await fed(host, view, costOfClick));
          lines = await view.page.locator('.performance tbody tr').count();
          await view.close();
        }
        const view = await browser.open(darkModern, 1280, 900, { picks });
        rested.push(await fed(host, view, restedClick));
        await view.close();
      } finally {
        await host.stop();
      }
    }
  } finally {
    await browser.stop();
  }
  return { lines, cold, warm, rested };
}

async function fed<T>(
  host: EngineHost,
  view: ViewPage,
  measure: (host: EngineHost, view: ViewPage) => Promise<T>,
): Promise<T> {
  const release = await host.feed(view);
  try {
    // The newest sample tells the page the time.
    await view.page.waitForSelector('.performance tbody tr');
    return await measure(host, view);
  } finally {
    await release();
  }
}

async function restedClick(_host: EngineHost, { page }: ViewPage): Promise<number> {
  await page.getByRole('button', { name: month, exact: true }).hover();
  await page.waitForTimeout(restMs);
  return page.evaluate(
    (name) =>
      new Promise<number>((resolve, reject) => {
        const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name);
        const note = document.querySelector('.performance-note');
        if (!button || !note) {
          reject(new Error(`There is no button ${name}, or no note below the chart.`));
          return;
        }
        const clickedAt = performance.now();
        // The page says in the frame that paints the picture what its steps are; the message comes after painting.
        const look = (): void => {
          if (!/Means of\s\d+\sh/.test(note.textContent)) {
            requestAnimationFrame(look);
            return;
          }
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            resolve(performance.now() - clickedAt);
          };
          port2.postMessage(undefined);
        };
        button.click();
        requestAnimationFrame(look);
      }),
    month,
  );
}

async function costOfClick(host: EngineHost, { page }: ViewPage): Promise<ClickCost> {
  const before = host.asked.length;
  const times = await page.evaluate(
    ({ name, day }) =>
      new Promise<{ clickedAt: number; heardAt: number; paintedAt: number }>((resolve, reject) => {
        const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name);
        if (!button) {
          reject(new Error(`There is no button ${name}.`));
          return;
        }
        const now = (): number => performance.timeOrigin + performance.now();
        const clickedAt = now();
        const hear = ({ data }: MessageEvent<ToView>): void => {
          // Others are about the minutes shown before.
          if (data.type !== 'history' || data.answer.to - data.answer.from < day) return;
          window.removeEventListener('message', hear);
          const heardAt = now();
          // The page has asked just now for the frame that it paints in, so that this comes after it; the message comes after painting.
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => {
              resolve({ clickedAt, heardAt, paintedAt: now() });
            };
            port2.postMessage(undefined);
          });
        };
        window.addEventListener('message', hear);
        button.click();
      }),
    { name: month, day: dayMs },
  );
  // One about the minutes shown before may still have been open.
  const asked = host.asked.slice(before).find(({ lengthMs }) => lengthMs >= dayMs);
  if (!asked) throw new Error('The page asked nothing of the host.');
  const { clickedAt, heardAt, paintedAt } = times;
  return {
    ask: asked.askedAt - clickedAt,
    store: asked.answeredAt - asked.askedAt,
    transfer: heardAt - asked.answeredAt,
    draw: paintedAt - heardAt,
  };
}

export const pastMonthHeader = [
  'from the click to the picture, ms',
  'all',
  'worst',
  'ask',
  'store',
  'transfer',
  'draw',
];

export function pastMonthRows({ cold, warm, rested }: PastMonthClicks): string[][] {
  const whole = [median(rested).toFixed(0), Math.max(...rested).toFixed(0), '', '', '', ''];
  return [
    rowOf('engine and page just started', cold),
    rowOf('engine asked before', warm),
    [`as before, the pointer on the button for ${restMs} ms`, ...whole],
  ];
}

function rowOf(name: string, costs: readonly ClickCost[]): string[] {
  const whole = costs.map(({ ask, store, transfer, draw }) => ask + store + transfer + draw);
  const part = (of: (cost: ClickCost) => number): string => median(costs.map(of)).toFixed(0);
  return [
    name,
    median(whole).toFixed(0),
    Math.max(...whole).toFixed(0),
    part(({ ask }) => ask),
    part(({ store }) => store),
    part(({ transfer }) => transfer),
    part(({ draw }) => draw),
  ];
}

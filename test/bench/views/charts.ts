import { ViewBrowser } from '../../browser/viewPage';
import { median } from '../meter';
import type { Drawer } from './chartsPage';

/** What eight charts of 5 min at 10 Hz cost a redraw, all in ms: one figure a round. */
export interface ChartCost {
  readonly drawer: Drawer;
  readonly script: number[];
  /** At the 95th percentile of a round. */
  readonly late: number[];
  /** CPU of all processes of the browser, painting included. */
  readonly cpu: number[];
  /** Tasks of more than 50 ms in all rounds. */
  longTasks: number;
}

export interface ChartCosts {
  readonly charts: number;
  readonly linesEach: number;
  readonly costs: readonly ChartCost[];
  /** Script time of each frame while our charts are painted in turns, ms, ascending. */
  readonly inTurns: readonly number[];
  /** 30 days in six lines with bands, from columns to pixels, ms. */
  readonly pastMonth: readonly number[];
}

const warmRedraws = 60;
const redrawsARound = 60;
const pictures = 15;
const turnSeconds = 10;
const drawers = ['ours', 'uPlot'] as const;

/** Our charts and uPlot's on the same data in the same page, in turns, so that both meet the same machine. */
export async function measureCharts(rounds: number): Promise<ChartCosts> {
  const browser = await ViewBrowser.start('test/bench/views/chartsPage.ts', 'test/bench/views/chartsPage.css');
  try {
    const { page } = await browser.open(undefined, 1280, 900);
    const whole = await page.context().browser()!.newBrowserCDPSession();
    const cpuMs = async (): Promise<number> => {
      const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
      return 1000 * processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    };
    const costs = drawers.map((drawer): ChartCost => ({ drawer, script: [], late: [], cpu: [], longTasks: 0 }));
    for (let round = 1; round <= rounds; round++) {
      process.stderr.write(`round ${round} of ${rounds}: charts\n`);
      for (const cost of costs) {
        await page.evaluate(
          ({ drawer, redraws }) => {
            window.chartBench.open(drawer);
            window.chartBench.redraws(redraws);
          },
          { drawer: cost.drawer, redraws: warmRedraws },
        );
        const before = await cpuMs();
        const { scriptMs, longTasks } = await page.evaluate((count) => window.chartBench.live(count), redrawsARound);
        cost.cpu.push(((await cpuMs()) - before) / redrawsARound);
        cost.script.push(median(scriptMs));
        cost.late.push([...scriptMs].sort((a, b) => a - b)[Math.floor(scriptMs.length * 0.95)]!);
        cost.longTasks += longTasks;
      }
    }
    await page.evaluate(() => {
      window.chartBench.open('ours');
    });
    const inTurns = await page.evaluate((seconds) => window.chartBench.inTurns(seconds), turnSeconds);
    inTurns.sort((a, b) => a - b);
    const pastMonth = await page.evaluate((count) => window.chartBench.pastMonth(count), pictures);
    const { charts, linesEach } = await page.evaluate(() => ({
      charts: window.chartBench.charts,
      linesEach: window.chartBench.linesEach,
    }));
    return { charts, linesEach, costs, inTurns, pastMonth };
  } finally {
    await browser.stop();
  }
}

/** Rows for people: medians of the rounds, and how many times uPlot's our cost is. */
export function chartRows({ costs }: ChartCosts): string[][] {
  const [ours, other] = costs as readonly [ChartCost, ChartCost];
  const row = (name: string, of: (cost: ChartCost) => readonly number[]): string[] => {
    const [one, two] = [median(of(ours)), median(of(other))];
    return [name, one.toFixed(2), two.toFixed(2), (one / two).toFixed(2)];
  };
  return [
    row('script, median', ({ script }) => script),
    row('script, p95', ({ late }) => late),
    row('CPU of the browser', ({ cpu }) => cpu),
    ['tasks over 50 ms', String(ours.longTasks), String(other.longTasks), ''],
  ];
}

import { ViewBrowser } from '../../browser/viewPage';

/** What 10,000 particles of 8 models cost, drawn in each frame that a Chromium without a graphics processor gives. */
export interface EnergyFrames {
  /** `none`: nothing is drawn, so that these are the frames that the machine has to give. */
  readonly backend: 'webgl2' | 'canvas2d' | 'none';
  readonly framesPerSecond: number;
  readonly p95FrameMs: number;
  /** CPU of all processes of the browser for one frame, which other programs do not make worse. */
  readonly cpuMs: number;
  readonly p95ScriptMs: number;
  /** Over the whole time, after collecting garbage, bytes. */
  readonly heapGrowth: number;
  /** Device pixels a CSS pixel at the end. */
  readonly resolution: number;
}

const backends = ['none', 'webgl2', 'canvas2d'] as const;
const firstSeconds = 5;

/** @param seconds Of each way to draw. */
export async function measureEnergyFrames(seconds: number): Promise<EnergyFrames[]> {
  const browser = await ViewBrowser.start('test/bench/views/energyPage.ts');
  try {
    const { page: first } = await browser.open(undefined);
    const whole = await first.context().browser()!.newBrowserCDPSession();
    const cpuMs = async (): Promise<number> => {
      const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
      return 1000 * processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    };
    const results: EnergyFrames[] = [];
    for (const backend of backends) {
      process.stderr.write(`energy: ${backend}\n`);
      const { page } = await browser.open(undefined, 1280, 800);
      const session = await page.context().newCDPSession(page);
      const heap = async (): Promise<number> => {
        await session.send('HeapProfiler.collectGarbage');
        return (await session.send('Runtime.getHeapUsage')).usedSize;
      };
      // What is made once is not growth.
      await page.evaluate((how) => window.energyFrames(how.backend, how.seconds), { backend, seconds: firstSeconds });
      const before = await heap();
      const cpuBefore = await cpuMs();
      const frames = await page.evaluate((how) => window.energyFrames(how.backend, how.seconds), { backend, seconds });
      const cpu = (await cpuMs()) - cpuBefore;
      const { intervalsMs, scriptMs, allFrames, resolution } = frames;
      const total = intervalsMs.reduce((sum, ms) => sum + ms, 0);
      results.push({
        backend,
        framesPerSecond: (intervalsMs.length / total) * 1000,
        p95FrameMs: late(intervalsMs),
        cpuMs: cpu / allFrames,
        p95ScriptMs: late(scriptMs),
        heapGrowth: (await heap()) - before,
        resolution,
      });
      await page.close();
    }
    return results;
  } finally {
    await browser.stop();
  }
}

export const energyHeader = [
  'drawn by',
  'frames a second',
  'frame p95, ms',
  'script p95, ms',
  'CPU a frame, ms',
  'heap growth, kB',
  'pixels a CSS pixel',
];

export function energyRows(all: readonly EnergyFrames[]): string[][] {
  return all.map((one) => [
    one.backend === 'none' ? 'nothing (what the machine gives)' : one.backend,
    one.framesPerSecond.toFixed(1),
    one.p95FrameMs.toFixed(1),
    one.p95ScriptMs.toFixed(2),
    one.cpuMs.toFixed(1),
    (one.heapGrowth / 1000).toFixed(0),
    String(one.resolution),
  ]);
}

function late(ascending: readonly number[]): number {
  return ascending[Math.floor(ascending.length * 0.95)] ?? NaN;
}

import { ViewBrowser } from '../../browser/viewPage';

/** What 10,000 particles of 8 models cost, drawn in each frame that a Chromium without a graphics processor gives. */
export interface EnergyFrames {
  /** `none`: nothing is drawn, so that these are the frames that the machine has to give. */
  readonly backend: 'webgl2' | 'canvas2d' | 'none';
  readonly framesPerSecond: number;
  readonly p95FrameMs: number;
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
      const frames = await page.evaluate((how) => window.energyFrames(how.backend, how.seconds), { backend, seconds });
      const { intervalsMs, scriptMs, resolution } = frames;
      const total = intervalsMs.reduce((sum, ms) => sum + ms, 0);
      results.push({
        backend,
        framesPerSecond: (intervalsMs.length / total) * 1000,
        p95FrameMs: late(intervalsMs),
        p95ScriptMs: late(scriptMs),
        heapGrowth: (await heap()) - before,
        resolution,
      });
      await page.context().close();
    }
    return results;
  } finally {
    await browser.stop();
  }
}

function late(ascending: readonly number[]): number {
  return ascending[Math.floor(ascending.length * 0.95)] ?? NaN;
}

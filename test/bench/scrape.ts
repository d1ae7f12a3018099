import { systemClock } from '../../src/engine/clock';
import { metricIds } from '../../src/protocol/catalogue';
import { ServedMetrics } from '../support/servedMetrics';
import { Pipeline } from '../../src/engine/pipeline';
import { median } from './meter';

/** What one way of asking for `/metrics` costs. */
export interface ScrapeCost {
  readonly format: 'text' | 'OpenMetrics';
  readonly series: number;
  readonly bytes: number;
  /** From the request until the client has it all: median and worst of the scrapes, ms. */
  readonly p50Ms: number;
  readonly maxMs: number;
  /**
   * Longest time for which a scrape held the server's thread at once: of the median scrape, and of the worst, which on a
   * busy machine is the time that the thread itself had to wait, ms.
   */
  readonly heldMs: number;
  readonly heldMaxMs: number;
}

const seriesOfMetric = 1000;

/** Scrapes of a server that has as many series as there may be. */
export async function scrapeCosts(metrics: number, scrapes: number): Promise<ScrapeCost[]> {
  const pipeline = new Pipeline(2 ** 26);
  const groups = metricIds.slice(0, metrics).map((metric) => {
    const group = pipeline.group(metric, 1);
    const series = Array.from({ length: seriesOfMetric }, (_, i) => pipeline.series(metric, { name: `n${i}` }));
    group.setLayout(series);
    return group;
  });
  const served = await ServedMetrics.start({}, pipeline);
  try {
    const Authorization = `Bearer ${await served.token()}`;
    const costOf = async (format: ScrapeCost['format'], accept: string): Promise<ScrapeCost> => {
      const times: number[] = [];
      const longest: number[] = [];
      let bytes = 0;
      for (let round = -3; round < scrapes; round++) {
        // The values are as fresh as in life, and the first rounds only warm up.
        for (const group of groups) {
          group.values.fill(12.345);
          pipeline.commit(group, systemClock.now());
        }
        served.held.length = 0;
        const began = performance.now();
        const answer = await fetch(`${served.url}/metrics`, { headers: { Authorization, Accept: accept } });
        bytes = (await answer.arrayBuffer()).byteLength;
        if (round < 0) continue;
        times.push(performance.now() - began);
        longest.push(Math.max(...served.held));
      }
      return {
        format,
        series: metrics * seriesOfMetric,
        bytes,
        p50Ms: median(times),
        maxMs: Math.max(...times),
        heldMs: median(longest),
        heldMaxMs: Math.max(...longest),
      };
    };
    return [await costOf('text', 'text/plain'), await costOf('OpenMetrics', 'application/openmetrics-text')];
  } finally {
    await served.end();
  }
}

import { catalogue, isMetricId } from '../../../../src/protocol/catalogue';
import type { RuleTest } from '../../../../src/protocol/alerts';
import type { HistorySeries } from '../../../../src/protocol/history';
import type { Labels } from '../../../../src/protocol/metric';
import type { Rule } from '../../../../src/protocol/rules/rule';
import { RuleReplay } from '../../../../src/engine/alerts/replay/ruleReplay';
import { SeriesSeconds } from '../../../../src/engine/alerts/replay/seconds';

/** A whole minute, ms since 1970. */
const start = 1_700_000_040_000;

/** So many seconds at so many samples a second, each of a value; NaN: nothing was sampled. */
export interface Stretch {
  readonly seconds: number;
  readonly value: number;
  readonly hz?: number;
}

export interface Recorded {
  readonly metric: string;
  readonly labels?: Labels;
  readonly stretches: readonly Stretch[];
}

/** What rules come to over made-up recordings, by rule; those that never fired are left out. */
export async function firingsOf(
  rules: readonly Rule[],
  recorded: readonly Recorded[],
): Promise<Map<string, RuleTest['firings']>> {
  const replay = new RuleReplay({ rules, setting: () => undefined, cooldownMs: 0, from: start });
  const seconds = recorded.map((one) => {
    if (!isMetricId(one.metric)) throw new Error(`There is no metric ${one.metric}.`);
    const series = replay.series(one.metric, one.labels ?? {});
    return new SeriesSeconds(series, historyOf(one, catalogue[one.metric].unit), 0);
  });
  await replay.run(seconds, () => Promise.resolve());
  const all = recorded.map(({ stretches }) => stretches.reduce((sum, stretch) => sum + stretch.seconds, 0));
  const report = replay.report(start, start + Math.max(...all) * 1000);
  return new Map(report.rules.flatMap(({ rule, firings }) => (firings.length > 0 ? [[rule, firings]] : [])));
}

/** Seconds after the start of the recording. */
export function after(time: number): number {
  return (time - start) / 1000;
}

function historyOf({ metric, labels = {}, stretches }: Recorded, unit: HistorySeries['unit']): HistorySeries {
  const times: number[] = [];
  const values: number[] = [];
  let at = start;
  for (const { seconds, value, hz = 1 } of stretches) {
    for (let i = 0; i < seconds * hz && !Number.isNaN(value); i++) {
      times.push(at + Math.floor((i * 1000) / hz));
      values.push(value);
    }
    at += seconds * 1000;
  }
  return {
    metric,
    labels,
    unit,
    quality: 'measured',
    times: Float64Array.from(times),
    values: [Float64Array.from(values)],
  };
}

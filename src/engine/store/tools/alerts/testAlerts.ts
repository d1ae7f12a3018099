import { isMetricId } from '../../../../protocol/catalogue';
import type { RuleTestReport } from '../../../../protocol/alerts';
import type { HistoryAnswer, HistoryRequest } from '../../../../protocol/history';
import { parseRules } from '../../../../protocol/rules/parseRules';
import { settingFigure } from '../../../../protocol/rules/settingFigure';
import type { StoreJob } from '../../../../protocol/storeJobs';
import { RuleReplay } from '../../../alerts/replay/ruleReplay';
import { SeriesSeconds, stepColumns } from '../../../alerts/replay/seconds';
import { whatRulesRead } from '../../../alerts/replay/whatRulesRead';
import { answerHistory } from '../../query/answerHistory';
import { HistoryRefusal } from '../../query/historyRefusal';
import { breathe } from '../../upkeep/breathe';
import { JobFailure, type JobContext } from '../jobContext';

const hourMs = 3_600_000;
const leastPartMs = 60_000;
/** About 50 MB for every sample of a part. */
const mostPoints = 3_000_000;

/**
 * Goes through the recorded past with rules, part by part, and tells when each would have fired. Where samples are kept
 * no longer, the means, extremes and ends of 10 s or more stand in for them.
 * @throws JobFailure when there is no rule to try.
 */
export async function testAlerts(
  job: Extract<StoreJob, { readonly kind: 'testAlerts' }>,
  context: JobContext,
): Promise<RuleTestReport> {
  const { problems, rules: placed } = parseRules(job.rules);
  // A rule that is turned off is tried too: to find out whether it should be.
  const rules = placed.map(({ rule }) => ({ ...rule, enabled: true }));
  if (rules.length === 0 && problems.length === 0)
    throw new JobFailure('There is no rule to test. Write one into the rule file first.');
  const from = Math.max(job.from, 0);
  const to = Math.min(job.to, context.now());
  const { metrics, reachMs } = whatRulesRead(rules);
  const replay = new RuleReplay({ rules, setting: (key) => settingFigure(job.config, key), cooldownMs: 0, from });
  const begin = Math.max(0, from - reachMs);
  let partMs = hourMs;
  for (let at = begin; at < to;) {
    context.progress({
      step: `Going through ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}`,
      share: (at - begin) / (to - begin),
    });
    const end = Math.min(to, at + partMs) - 1;
    const part = await read(context, { metrics, from: at, to: end }, partMs > leastPartMs);
    if (part) {
      await replay.run(secondsOf(part, replay), () => breathe(context.signal));
      at = end + 1;
    } else partMs = Math.max(leastPartMs, Math.floor(partMs / 2));
  }
  return { ...replay.report(from, to), problems };
}

/** @returns undefined when it was too much at once and less can be asked for. */
async function read(
  { folder, signal }: JobContext,
  range: Pick<HistoryRequest, 'metrics' | 'from' | 'to'>,
  canBeLess: boolean,
): Promise<HistoryAnswer | undefined> {
  const ask = (stepMs: number, aggregates: HistoryRequest['aggregates']): Promise<HistoryAnswer> =>
    answerHistory(folder, { ...range, stepMs, aggregates, mostPoints }, { position: undefined, chunks: [] }, signal);
  try {
    const samples = await ask(0, ['last']);
    return samples.stepMs === 0 ? samples : await ask(samples.stepMs, stepColumns);
  } catch (error) {
    if (canBeLess && error instanceof HistoryRefusal) return undefined;
    throw error;
  }
}

function secondsOf({ series, stepMs }: HistoryAnswer, replay: RuleReplay): SeriesSeconds[] {
  return series.flatMap((past) =>
    isMetricId(past.metric) ? [new SeriesSeconds(replay.series(past.metric, past.labels), past, stepMs)] : [],
  );
}

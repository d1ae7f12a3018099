import * as l10n from '@vscode/l10n';
import type { Quality } from '../../../src/protocol/metric';
import type { LatencySummary, ModelActivity } from '../../../src/protocol/requests';
import { quantity } from '../../../src/protocol/quantity';
import { clockTime, formatValue } from '../format';
import { originWithMethod } from '../origin';
import { knownReading, newestReading, pairReading, readingOf, withHint, type Reading } from '../reading';
import type { ModelFacts } from './modelFacts';
import { uncertaintyReading } from './uncertainty';

/** Median and 95th percentile of the time to the first token. */
export function ttftCell({ activity, series, now }: ModelFacts): Reading {
  const ttft = activity?.ttft;
  if (!ttft) return newestReading(series('model.ttft_ms'), now);
  const time = (ms: number, isAtLeast: boolean): Reading => {
    const { number, unit } = quantity(ms, 'milliseconds');
    return { quantity: { number: isAtLeast ? `≥\u00a0${number}` : number, unit }, hasValue: true };
  };
  const isBeyond = ttft.isAtLeast === true;
  const pair = pairReading(time(ttft.p50, isBeyond && ttft.p50 >= ttft.p95), time(ttft.p95, isBeyond));
  const isMeasured = ttft.source === 'proxy' || isBeyond;
  return { ...knownReading(pair.quantity, isMeasured ? 'measured' : 'estimated'), hint: ttftHint(ttft) };
}

function ttftHint({ count, source, isAtLeast }: LatencySummary): string {
  const many =
    count === 1
      ? l10n.t('Median and 95th percentile of one request in the last 5 minutes.')
      : l10n.t('Median and 95th percentile of {0} requests in the last 5 minutes.', count);
  if (source === 'proxy') return `${many} ${l10n.t('The measuring proxy saw them.')}`;
  const bounds = l10n.t("From the runtime's own histogram, which only tells between which bounds a time lies.");
  const beyond = isAtLeast === true ? ` ${l10n.t('Some lie beyond its last bound.')}` : '';
  return `${many} ${bounds}${beyond}`;
}

/** Prompt and generated tokens since midnight. */
export function todayCell({ activity, series, now }: ModelFacts): Reading {
  const output = series('model.output_tokens');
  const today = activity?.today;
  // What there is no account of for today has no figure, and perhaps a reason.
  if (!today)
    return output?.info.quality === 'unavailable' ? newestReading(output, now) : readingOf(undefined, 'tokens');
  const quality = output?.info.quality === 'estimated' || today.isEstimated ? 'estimated' : 'measured';
  const count = (tokens: number): Reading => {
    const { number } = quantity(tokens, 'tokens');
    return { quantity: { number, unit: '' }, hasValue: true };
  };
  const pair = pairReading(count(today.input), count(today.output));
  return withHint(knownReading(pair.quantity, quality, output?.info.reason), sinceText(today.since));
}

function sinceText(since: number): string {
  const midnight = new Date(since).setHours(0, 0, 0, 0);
  return since === midnight
    ? l10n.t('Prompt tokens / generated tokens since midnight.')
    : l10n.t('Prompt tokens / generated tokens since {0}, when the monitor began to count.', clockTime(since));
}

/** Energy above idle for each generated token. */
export function joulesCell({ activity, series, now }: ModelFacts): Reading {
  const known = series('model.joules_per_token');
  const newest = newestReading(known, now);
  const unit = (reading: Reading): Reading => ({ ...reading, quantity: { ...reading.quantity, unit: '' } });
  const energy = activity?.joulesPerToken;
  if (!energy || energy.quality === 'unavailable') {
    if (activity?.energyReason === undefined) return unit(newest);
    return readingOf(undefined, 'joules_per_token', 'unavailable', activity.energyReason);
  }
  const origin = known?.info.origin ?? series('model.energy_joules')?.info.origin;
  const from = originWithMethod({ quality: energy.quality, ...(origin ? { origin } : {}) });
  return {
    ...unit(readingOf(energy.aboveIdle, 'joules_per_token', energy.quality)),
    hint: [joulesText(energy), idleText(energy.quality, known?.info.reason), l10n.t('Energy: {0}.', from)].join('\n'),
  };
}

function joulesText({ gross }: NonNullable<ModelActivity['joulesPerToken']>): string {
  return l10n.t("Above idle. With the model's part of idle power it is {0}.", formatValue(gross, 'joules_per_token'));
}

/** How idle power was taken: on a machine that is busy anyway it is nearly all power, and little is left above it. */
function idleText(quality: Quality, reason: string | undefined): string {
  if (quality === 'estimated' && reason !== undefined) return reason;
  return l10n.t(
    'Idle power is the median of the last ten minutes without a request: on a busy machine it is high, and little is left above it.',
  );
}

/** Requests under way and requests that wait. */
export function queueCell({ series, now }: ModelFacts): Reading {
  return pairReading(
    newestReading(series('model.requests_active'), now),
    newestReading(series('model.requests_queued'), now),
  );
}

/** Entropy of the last second while the model generates, else of its last request that told it. */
export function uncertaintyCell({ activity, series, now, uncertainRequest }: ModelFacts): Reading {
  const [low, high] = [series('model.entropy_bits', 'lower'), series('model.entropy_bits', 'upper')];
  const [lower, upper] = [low?.trace.freshMean(now), high?.trace.freshMean(now)];
  if (low?.info.quality === 'unavailable') return newestReading(low, now);
  if (lower !== undefined && upper !== undefined) return uncertaintyReading({ lower, upper }, activity?.entropyShare);
  const { entropyBits, entropyShare, startedAt } = uncertainRequest ?? {};
  const about = startedAt === undefined ? '' : l10n.t('Of the request of {0}.', clockTime(startedAt));
  return uncertaintyReading(entropyBits, entropyShare, about);
}

import type { EarlierTokens } from './models/dayTokens';
import type { CarriedState } from './store/events/carriedState';

/** What the session before recorded of this day, by id of the model. Models that were summed up have no figure of their own. */
export function earlierTokens(carried: CarriedState | undefined): ReadonlyMap<string, EarlierTokens> {
  const today = carried?.today;
  if (!today) return new Map();
  return new Map(
    Object.entries(today.by_model).map(([id, { input_tokens: input, output_tokens: output, is_estimated }]) => [
      id,
      { from: today.from, input, output, isEstimated: is_estimated === true },
    ]),
  );
}

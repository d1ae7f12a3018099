import type { AlertInfo } from '../../../protocol/alerts';
import type { Answer } from '../answer';
import type { Parameters } from '../parameters';
import type { Sources } from '../sources';

export interface Alerts {
  readonly active: readonly AlertInfo[];
  readonly history: readonly AlertInfo[];
}

/** `GET /api/metrics/alerts`: pending and firing alerts, the most severe first, and those that are over. */
export function alerts(parameters: Parameters, sources: Sources): Answer {
  parameters.only();
  const { active, recent } = sources.alerts();
  const body: Alerts = { active, history: recent };
  return { body };
}

import * as l10n from '@vscode/l10n';
import { catalogue, type MetricId } from '../../src/protocol/catalogue';

/** What a metric says, in a sentence in the page's language. */
export function metricMeaning(metric: MetricId): string {
  return l10n.t(catalogue[metric].meaning);
}

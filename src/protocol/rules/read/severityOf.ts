import type { Severity } from '../rule';
import type { severityWords } from '../shapes/parts';

const ours = {
  info: 'info',
  warning: 'warning',
  critical: 'critical',
  low: 'info',
  medium: 'warning',
  high: 'critical',
} as const;

/** Our name of a severity, by ours or another monitor's. */
export function severityOf(word: (typeof severityWords)[number]): Severity {
  return ours[word];
}

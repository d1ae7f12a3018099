import type { AlertsInfo } from '../../../protocol/alerts';
import type { AlertMark } from '../../../protocol/marks';

/** The alerts that fire now or did, as marks in time; what is only about to fire is none. */
export function firingMarks({ active, recent }: Pick<AlertsInfo, 'active' | 'recent'>): AlertMark[] {
  const marks: AlertMark[] = [];
  for (const { id, rule, name, severity, message, firedAt, resolvedAt } of [...active, ...recent])
    if (firedAt !== undefined) marks.push({ id, rule, name, severity, message, from: firedAt, to: resolvedAt ?? null });
  return marks;
}

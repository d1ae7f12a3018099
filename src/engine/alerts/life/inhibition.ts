import { matchesGlob } from '../../../protocol/glob';
import type { Labels } from '../../../protocol/metric';
import type { Rule } from '../../../protocol/rules/rule';

/** What of a firing alert tells which others it keeps quiet. */
export interface Inhibitor {
  readonly id: string;
  readonly rule: string;
  readonly labels: Labels;
  readonly instance: { readonly rule: Pick<Rule, 'inhibits'> } | undefined;
}

/**
 * The alert that keeps this one quiet. One never does that to another of its own rule, and alerts that would do it to
 * each other in a circle do not, or nobody would hear of any.
 * @param sources Firing alerts whose rules inhibit others; the first that does decides.
 */
export function inhibitorOf(alert: Inhibitor, sources: readonly Inhibitor[]): string | undefined {
  for (const source of sources)
    if (inhibits(source, alert) && !reaches(alert, source, sources, new Set())) return source.id;
  return undefined;
}

function inhibits(source: Inhibitor, target: Inhibitor): boolean {
  if (source.rule === target.rule || source.instance === undefined) return false;
  for (const { rules, equal } of source.instance.rule.inhibits)
    if (matchesGlob(rules, target.rule) && equal.every((name) => source.labels[name] === target.labels[name]))
      return true;
  return false;
}

/** Whether `from` keeps `to` quiet, itself or through others. */
function reaches(from: Inhibitor, to: Inhibitor, sources: readonly Inhibitor[], visited: Set<string>): boolean {
  if (inhibits(from, to)) return true;
  visited.add(from.id);
  for (const next of sources)
    if (!visited.has(next.id) && inhibits(from, next) && reaches(next, to, sources, visited)) return true;
  return false;
}

import * as v from 'valibot';
import type { AlertInfo, AlertsInfo } from '../../protocol/alerts';

/** What a command on alerts is about: what was clicked on, named in a link, or nothing at all. */
export interface AlertTarget {
  /** Ids of alerts; none: the user has not said which. */
  readonly alerts: readonly string[];
  readonly rule?: string;
}

const named = v.object({ id: v.string(), rule: v.string() });

/** Commands can be run by anyone with anything, so even an entry of our own tree is looked at. */
const argument = v.union([
  v.pipe(
    v.string(),
    v.transform((id): AlertTarget => ({ alerts: [id] })),
  ),
  v.pipe(
    v.array(v.string()),
    v.transform((alerts): AlertTarget => ({ alerts })),
  ),
  v.pipe(
    v.object({ kind: v.literal('alert'), alert: named }),
    v.transform(({ alert }): AlertTarget => ({ alerts: [alert.id], rule: alert.rule })),
  ),
  v.pipe(
    v.object({ kind: v.literal('incident'), children: v.array(v.object({ alert: named })) }),
    v.transform(({ children }): AlertTarget => ({ alerts: children.map(({ alert }) => alert.id) })),
  ),
  v.pipe(
    v.object({ kind: v.literal('silence'), silence: v.object({ alert: v.string(), rule: v.string() }) }),
    v.transform(({ silence }): AlertTarget => ({ alerts: [silence.alert], rule: silence.rule })),
  ),
  v.pipe(
    v.object({ rule: v.string() }),
    v.transform(({ rule }): AlertTarget => ({ alerts: [], rule })),
  ),
]);

/** Reads a command's first argument: an alert's id or several, an entry of the tree, or an object with the id of a `rule`. */
export function targetOf(given: unknown): AlertTarget {
  const result = v.safeParse(argument, given);
  return result.success ? result.output : { alerts: [] };
}

/** The alerts that a target is about, among those that `fits` lets through. */
export function alertsOf(
  { alerts: ids, rule }: AlertTarget,
  info: AlertsInfo | undefined,
  fits: (alert: AlertInfo) => boolean,
): AlertInfo[] {
  const all = info?.active.filter(fits) ?? [];
  if (ids.length > 0) return all.filter(({ id }) => ids.includes(id));
  return rule === undefined ? all : all.filter((alert) => alert.rule === rule);
}

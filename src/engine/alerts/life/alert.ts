import type { Advice, AlertInfo, AlertState } from '../../../protocol/alerts';
import type { Labels, Unit } from '../../../protocol/metric';
import type { Severity } from '../../../protocol/rules/rule';
import type { Instance } from '../finding';
import { severityOf, type Phase } from './phase';

/** What is known of an alert that is pending or firing. */
export interface Alert {
  readonly id: string;
  readonly rule: string;
  readonly name: string;
  readonly category: string;
  readonly labels: Labels;
  /** undefined after a restart until its rule is looked at. */
  instance: Instance | undefined;
  phase: Phase;
  message: string;
  advice: readonly Advice[];
  value: number | null;
  threshold: number | null;
  unit: Unit | null;
  /** When message and figures were written, ms since 1970. */
  describedAt: number;
  incident: string;
  inhibitedBy: string | undefined;
  /** The severity at which people were told since it fires, or have seen it; undefined: they were not. */
  told: Severity | undefined;
  /** The store has an event of it. */
  isRecorded: boolean;
}

/** Events take no more labels than this. */
const mostLabels = 8;

export function newAlert(instance: Instance, phase: Phase): Alert {
  const { id, rule } = instance;
  return {
    id,
    rule: rule.id,
    name: rule.name,
    category: rule.category,
    labels: labelsOf(instance),
    instance,
    phase,
    message: '',
    advice: [],
    value: null,
    threshold: null,
    unit: null,
    describedAt: -Infinity,
    incident: id,
    inhibitedBy: undefined,
    told: undefined,
    isRecorded: false,
  };
}

/** The labels of the instance, and those that its rule adds. */
function labelsOf({ labels, rule }: Instance): Labels {
  const names = Object.keys(rule.labels);
  if (names.length === 0) return labels;
  const all = Object.entries(labels);
  for (const name of names) if (labels[name] === undefined) all.push([name, rule.labels[name]!]);
  return Object.fromEntries(all.slice(0, mostLabels));
}

/** @param silencedUntil Of the silence that it has. */
export function infoOf(alert: Alert, silencedUntil: number | 'resolved' | undefined): AlertInfo {
  const { phase, inhibitedBy } = alert;
  const isFiring = phase.kind === 'firing';
  const attention = isFiring ? phase.attention : undefined;
  return {
    id: alert.id,
    rule: alert.rule,
    name: alert.name,
    category: alert.category,
    severity: severityOf(phase),
    state: stateOf(phase, silencedUntil !== undefined),
    message: alert.message,
    labels: alert.labels,
    since: phase.since,
    ...(isFiring ? { firedAt: phase.firedAt } : {}),
    ...(attention?.kind === 'acknowledged' ? { acknowledgedAt: attention.at } : {}),
    ...(silencedUntil === undefined ? {} : { silencedUntil }),
    value: alert.value,
    threshold: alert.threshold,
    unit: alert.unit,
    incident: alert.incident,
    advice: alert.advice,
    ...(inhibitedBy === undefined ? {} : { inhibitedBy }),
  };
}

function stateOf(phase: Phase, isSilenced: boolean): AlertState {
  if (phase.kind === 'pending') return 'pending';
  if (isSilenced) return 'silenced';
  return phase.attention.kind === 'acknowledged' ? 'acknowledged' : 'firing';
}

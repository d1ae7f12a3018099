import type { AlertInfo, AlertsInfo, SilenceInfo } from '../../protocol/alerts';
import { rulesInForce } from '../../protocol/rulesInForce';

export const alertGroups = ['active', 'silenced', 'recent'] as const;
export type AlertGroup = (typeof alertGroups)[number];

/** An entry of the alerts view. Its id stays the same for as long as it stands for the same thing. */
export type AlertNode = QuietNode | GroupNode | IncidentNode | LeafNode | SilenceNode;

/** Stands where no alert is active. */
export interface QuietNode {
  readonly kind: 'quiet';
  readonly id: 'quiet';
  /** How many rules are looked at; at least one. */
  readonly watched: number;
  /** How many of them have nothing to look at yet. */
  readonly waiting: number;
}

export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly group: AlertGroup;
  readonly children: readonly (IncidentNode | LeafNode | SilenceNode)[];
}

/** Alerts that fire together for related causes. */
export interface IncidentNode {
  readonly kind: 'incident';
  readonly id: string;
  /** The most severe first; at least two. */
  readonly children: readonly LeafNode[];
}

export interface LeafNode {
  readonly kind: 'alert';
  readonly id: string;
  readonly alert: AlertInfo;
}

/** A silence of an alert that does not fire now. */
export interface SilenceNode {
  readonly kind: 'silence';
  readonly id: string;
  readonly silence: SilenceInfo;
}

/** The entries of the alerts view and how they hang together. */
export interface AlertTree {
  readonly roots: readonly (QuietNode | GroupNode)[];
  readonly parents: ReadonlyMap<AlertNode, AlertNode>;
  /** The entry of each alert that has not ended, by the alert's id. */
  readonly byAlert: ReadonlyMap<string, LeafNode>;
}

/** Groups what the engine says of alerts; a group without entries is left out. Empty where no rule is looked at. */
export function alertTree(info: AlertsInfo | undefined): AlertTree {
  if (!info) return { roots: [], parents: new Map(), byAlert: new Map() };
  const { active, recent, silences } = info;
  const isSilenced = ({ state }: AlertInfo): boolean => state === 'silenced';
  const present = new Set(active.map(({ id }) => id));
  const children: Record<AlertGroup, GroupNode['children']> = {
    active: byIncident(active.filter((alert) => !isSilenced(alert))),
    recent: unique(recent.map((alert) => leaf(`recent:${alert.id}:${alert.resolvedAt ?? alert.since}`, alert))),
    silenced: [
      ...active.filter(isSilenced).map((alert) => leaf(`active:${alert.id}`, alert)),
      ...unique(silences.filter(({ alert }) => !present.has(alert)).map(silenceNode)),
    ],
  };
  const groups = alertGroups
    .filter((group) => children[group].length > 0)
    .map((group): GroupNode => ({ kind: 'group', id: `group:${group}`, group, children: children[group] }));
  const watched = rulesInForce(info);
  const isQuiet = children.active.length === 0 && watched > 0;
  const roots = isQuiet ? [quiet(info, watched), ...groups] : groups;
  return { roots, ...relations(groups) };
}

function quiet({ rules }: AlertsInfo, watched: number): QuietNode {
  const waiting = rules.filter(({ state }) => state === 'waiting').length;
  return { kind: 'quiet', id: 'quiet', watched, waiting };
}

const leaf = (id: string, alert: AlertInfo): LeafNode => ({ kind: 'alert', id, alert });

function silenceNode(silence: SilenceInfo): SilenceNode {
  return { kind: 'silence', id: `silence:${silence.alert}`, silence };
}

/** An incident of several alerts takes the place of its first one, so that the order stays that of severity. */
function byIncident(alerts: readonly AlertInfo[]): (IncidentNode | LeafNode)[] {
  const incidents = new Map<string, LeafNode[]>();
  for (const alert of alerts) {
    const node = leaf(`active:${alert.id}`, alert);
    const others = incidents.get(alert.incident);
    if (others) others.push(node);
    else incidents.set(alert.incident, [node]);
  }
  return [...incidents].map(([incident, children]) =>
    children.length === 1 ? children[0]! : { kind: 'incident', id: `incident:${incident}`, children },
  );
}

/** VS Code refuses a whole tree in which two entries have one id. */
function unique<T extends AlertNode>(nodes: readonly T[]): T[] {
  const seen = new Set<string>();
  return nodes.filter(({ id }) => !seen.has(id) && seen.add(id));
}

function relations(groups: readonly GroupNode[]): Pick<AlertTree, 'parents' | 'byAlert'> {
  const parents = new Map<AlertNode, AlertNode>();
  const byAlert = new Map<string, LeafNode>();
  const enter = (parent: GroupNode | IncidentNode): void => {
    for (const child of parent.children) {
      parents.set(child, parent);
      if (child.kind === 'incident') enter(child);
      else if (child.kind === 'alert' && child.alert.state !== 'resolved') byAlert.set(child.alert.id, child);
    }
  };
  for (const group of groups) enter(group);
  return { parents, byAlert };
}

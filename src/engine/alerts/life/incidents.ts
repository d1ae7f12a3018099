import type { Labels } from '../../../protocol/metric';

/** What of a firing alert tells which others have to do with it. */
export interface Member {
  readonly id: string;
  readonly category: string;
  readonly labels: Labels;
  readonly incident: string;
}

interface Incident {
  /** Alerts of it that still fire. */
  members: number;
  changedAt: number;
}

/** Alerts that begin to fire within this of an incident's last change may belong to it. */
const reachMs = 60_000;

/** Which firing alerts have one cause, as far as times, categories and labels tell. */
export class Incidents {
  private readonly byId = new Map<string, Incident>();

  /**
   * Finds the incident of an alert that begins to fire, or begins one.
   * @param firing The others that fire, in a fixed order: the first that is related decides.
   */
  join(alert: Omit<Member, 'incident'>, firing: Iterable<Member>, now: number): string {
    for (const other of firing) {
      const incident = this.byId.get(other.incident);
      if (!incident || now - incident.changedAt > reachMs || !areRelated(alert, other)) continue;
      incident.members++;
      incident.changedAt = now;
      return other.incident;
    }
    const id = `${alert.id}-${now.toString(36)}`;
    this.add(id, now);
    return id;
  }

  /** A member that is known from before a restart. */
  add(id: string, changedAt: number): void {
    const known = this.byId.get(id);
    this.byId.set(id, {
      members: (known?.members ?? 0) + 1,
      changedAt: Math.max(changedAt, known?.changedAt ?? -Infinity),
    });
  }

  changed(id: string, now: number): void {
    const incident = this.byId.get(id);
    if (incident) incident.changedAt = now;
  }

  /** An alert of it was resolved; with its last one it is over. */
  left(id: string, now: number): void {
    const incident = this.byId.get(id);
    if (!incident) return;
    incident.changedAt = now;
    if (--incident.members === 0) this.byId.delete(id);
  }

  rewind(now: number): void {
    for (const incident of this.byId.values()) incident.changedAt = Math.min(incident.changedAt, now);
  }
}

function areRelated(one: Omit<Member, 'incident'>, other: Member): boolean {
  if (one.category !== '' && one.category === other.category) return true;
  for (const name in one.labels) if (one.labels[name] === other.labels[name]) return true;
  return false;
}

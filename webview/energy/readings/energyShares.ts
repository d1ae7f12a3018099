/** Energy comes every half second and not quite evenly; over this long the shares are steady. */
const windowMs = 2000;
/** Over less than this a share says more about the moment of reading than about the model. */
const leastMs = 900;
/** Energy is shared once all its readers have told theirs. For one that is late the engine waits 5 s while something is at work. */
const waitMs = { working: 6000, calm: 1000 } as const;
/** After this long without a look, what was before says nothing about now. */
const longestPauseMs = 4000;

/** All counters as they stood at one time. */
interface Edge {
  readonly at: number;
  readonly total: number;
  readonly models: ReadonlyMap<string, number>;
}

/**
 * What part of the machine's energy of about the last two seconds each model was charged with. Counters are compared with
 * counters, between times at which both had changed: a step that comes late, or two at once, makes no share greater, and
 * all shares together are never more than the whole.
 */
export class EnergyShares {
  private edges: Edge[] = [];
  private shares: ReadonlyMap<string, number> = new Map();
  private takenAt = -Infinity;
  private grewAt = -Infinity;

  /**
   * Takes the counters as they stand.
   * @param at Ms since 1970.
   * @param total Joules of the whole; NaN where it is not known.
   * @param models Joules above idle that each model was charged with.
   * @param isWorking Whether a model generates, so that its energy is on its way.
   */
  take(at: number, total: number, models: ReadonlyMap<string, number>, isWorking: boolean): void {
    const last = this.edges.at(-1);
    const isCut = at < this.takenAt || at - this.takenAt > longestPauseMs;
    if (Number.isNaN(total) || isCut || (last && hasFallen(last, total, models))) this.forget();
    this.takenAt = at;
    if (Number.isNaN(total) || total === this.edges.at(-1)?.total) return;
    const hasGrown = last !== undefined && [...models].some(([key, joules]) => joules !== last.models.get(key));
    if (hasGrown) this.grewAt = at;
    // The whole counts at once what is shared only when all of it is there.
    else if (at - this.grewAt <= (isWorking ? waitMs.working : waitMs.calm)) return;
    this.push({ at, total, models: new Map(models) });
  }

  forget(): void {
    this.edges = [];
    this.shares = new Map();
    this.takenAt = -Infinity;
    this.grewAt = -Infinity;
  }

  /** From 0 to 1; NaN until the model was seen for about a second. */
  of(key: string): number {
    return this.shares.get(key) ?? NaN;
  }

  private push(edge: Edge): void {
    const { edges } = this;
    edges.push(edge);
    while (edges.length > 2 && edges[1]!.at <= edge.at - windowMs) edges.shift();
    const first = edges[0]!;
    const joules = new Map<string, number>();
    const shares = new Map<string, number>();
    let sum = 0;
    for (const [key, value] of edge.models) {
      const seen = edges.find(({ models }) => models.has(key))!;
      joules.set(key, value - seen.models.get(key)!);
      sum += joules.get(key)!;
      if (edge.at - seen.at >= leastMs) shares.set(key, 0);
    }
    // Rows of one moment can come apart, so that a model was told more than the whole was.
    const whole = Math.max(edge.total - first.total, sum);
    for (const key of shares.keys()) shares.set(key, joules.get(key)! / whole);
    this.shares = shares;
  }
}

/** A counter that began anew says nothing about what was before. */
function hasFallen(last: Edge, total: number, models: ReadonlyMap<string, number>): boolean {
  return total < last.total || [...models].some(([key, joules]) => joules < (last.models.get(key) ?? 0));
}

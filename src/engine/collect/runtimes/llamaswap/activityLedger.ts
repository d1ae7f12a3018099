import type { ActivityEntry } from './activityPage';

/** What the requests of one model came to since the monitor first looked. */
export interface Activity {
  input: number;
  output: number;
  cached: number;
  requests: number;
  /** Whether any request told how much of its prompt was reused. */
  hasCached: boolean;
  /** Requests whose answers gave no counts. */
  uncounted: number;
  /** How long the requests took that ended since the last page, ms. */
  durations: number[];
}

const mostModels = 256;

/** Adds up llama-swap's list of requests, each of them once. */
export class ActivityLedger {
  /** Requests that left the list before they were read. */
  missed = 0;
  private readonly models = new Map<string, Activity>();
  /** Everything up to this request is counted; undefined until the list was first read. */
  private last: { readonly id: number; readonly timestamp: string } | undefined;

  /** Whether a page reaches back to what was counted last, so that nothing between is left out. */
  reachesBack(entries: readonly ActivityEntry[]): boolean {
    const [oldest] = entries;
    if (!this.last || !oldest) return true;
    return oldest.id <= (this.isRestarted(entries) ? 1 : this.last.id + 1);
  }

  /** Takes in a page, oldest entry first, and returns the models with new requests. */
  take(entries: readonly ActivityEntry[]): ReadonlySet<string> {
    for (const activity of this.models.values()) activity.durations = [];
    const touched = new Set<string>();
    const newest = entries.at(-1);
    if (this.last) {
      const from = this.isRestarted(entries) ? 0 : this.last.id;
      const news = entries.filter(({ id }) => id > from);
      if (news.length > 0) this.missed += Math.max(0, news[0]!.id - from - 1);
      for (const entry of news) if (this.add(entry)) touched.add(entry.model);
    }
    // What came before the first look is not counted.
    this.last = newest ? { id: newest.id, timestamp: newest.timestamp } : { id: 0, timestamp: '' };
    return touched;
  }

  of(model: string): Readonly<Activity> | undefined {
    return this.models.get(model);
  }

  /** Numbers begin anew with llama-swap's process, unless it keeps the list in a file. */
  private isRestarted(entries: readonly ActivityEntry[]): boolean {
    const { last } = this;
    if (!last) return false;
    if ((entries.at(-1)?.id ?? 0) < last.id) return true;
    const same = entries.find(({ id }) => id === last.id);
    return same !== undefined && same.timestamp !== last.timestamp;
  }

  private add({ model, isSuccess, input, output, cached, durationMs }: ActivityEntry): boolean {
    const activity = this.open(model);
    if (!activity) return false;
    activity.input += input ?? 0;
    activity.output += output ?? 0;
    activity.cached += cached ?? 0;
    if (cached !== undefined) activity.hasCached = true;
    if (!isSuccess) return true;
    activity.requests++;
    if (input === undefined || output === undefined) activity.uncounted++;
    if (durationMs !== undefined) activity.durations.push(durationMs);
    return true;
  }

  private open(model: string): Activity | undefined {
    let activity = this.models.get(model);
    if (activity || this.models.size >= mostModels) return activity;
    activity = { input: 0, output: 0, cached: 0, requests: 0, hasCached: false, uncounted: 0, durations: [] };
    this.models.set(model, activity);
    return activity;
  }
}

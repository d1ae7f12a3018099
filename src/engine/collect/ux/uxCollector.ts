import type { Clock } from '../../clock';
import type { Stoppable, Ticker } from '../../ticker';
import type { UxReport, ViewName } from '../../../protocol/ux';
import type { Collector, Sink } from '../collector';
import { UxSource } from './uxSource';

export interface UxCollectorOptions {
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly isEnabled: boolean;
}

const beatMs = 1000;
/** A source that tells something every second and was not heard for this long has nothing to tell. */
const silentAfterMs = 3000;
/** A window that was closed says nothing of it; one that is not heard for this long makes room for others. */
const forgottenAfterMs = 60_000;
/** Each window is one; views are few. */
const mostSources = 64;
const windowName = /^[0-9A-Za-z-]{1,32}$/;

const silent = 'Nothing was told in the last seconds: no such page is open and drawing, or its window is closed.';

const viewMetrics = ['ux.frame_time_ms', 'ux.jank_percent', 'ux.interaction_ms'] as const;
const hostMetrics = ['ux.host_lag_ms'] as const;

/** How pages and windows feel, as they tell it themselves, once a second each. With none to tell, nothing runs. */
export class UxCollector implements Collector {
  readonly id = 'ux';
  private readonly sources = new Map<string, UxSource>();
  /** Who has such a page open: windows show the same pages. */
  private readonly viewers = new Map<ViewName, Set<object>>();
  private sink: Sink | undefined;
  private isEnabled: boolean;
  private beating: Stoppable | undefined;

  constructor(private readonly options: UxCollectorOptions) {
    this.isEnabled = options.isEnabled;
  }

  start(sink: Sink): void {
    this.sink = sink;
  }

  stop(): void {
    this.sink = undefined;
    this.rest('Nothing is measured: the monitor is paused or turned off.');
  }

  configure(isEnabled: boolean): void {
    if (this.isEnabled === isEnabled) return;
    this.isEnabled = isEnabled;
    if (!isEnabled) this.rest('Turned off by the setting wirthforge.collectors.ux.enabled.');
  }

  /**
   * Takes what a page or a window tells; what is out of bounds is no figure, and windows beyond the 64th are left out.
   * @param teller Which window tells it, where there are several.
   */
  report(report: UxReport, teller: object = this): void {
    const { sink } = this;
    if (!sink || !this.isEnabled) return;
    const now = this.options.clock.now();
    switch (report.kind) {
      case 'view': {
        const { frameTimeMs, jankPercent, interactionMs } = report.figures;
        this.viewersOf(report.view).add(teller);
        const groupName = `ux view ${report.view}`;
        const source = this.source(groupName, () => new UxSource(sink, groupName, { view: report.view }, viewMetrics));
        source?.write(now, [frameTimeMs, jankPercent, interactionMs]);
        return;
      }
      case 'host': {
        const { window, lagMs } = report;
        if (!windowName.test(window)) return;
        const source = this.source(
          `window ${window}`,
          () => new UxSource(sink, this.freeGroup(), { window }, hostMetrics),
        );
        source?.write(now, [lagMs]);
        return;
      }
      case 'viewGone': {
        const viewers = this.viewersOf(report.view);
        viewers.delete(teller);
        if (viewers.size > 0) return;
        const key = `ux view ${report.view}`;
        this.sources.get(key)?.end(now, 'No such page is open in view.');
        this.forget(key);
      }
    }
  }

  private viewersOf(view: ViewName): Set<object> {
    const known = this.viewers.get(view);
    if (known) return known;
    const viewers = new Set<object>();
    this.viewers.set(view, viewers);
    return viewers;
  }

  private source(key: string, open: () => UxSource): UxSource | undefined {
    const known = this.sources.get(key);
    if (known) return known;
    if (this.sources.size >= mostSources) return undefined;
    const source = open();
    this.sources.set(key, source);
    this.beating ??= this.options.ticker.every(beatMs, (now) => {
      this.beat(now);
    });
    return source;
  }

  /** Windows come and go for as long as the engine runs, so they take over each other's groups. */
  private freeGroup(): string {
    const taken = new Set(Array.from(this.sources.values(), ({ groupName }) => groupName));
    let slot = 1;
    while (taken.has(`ux window ${slot}`)) slot++;
    return `ux window ${slot}`;
  }

  private beat(now: number): void {
    for (const [key, source] of this.sources) {
      const silentMs = now - source.heardAt;
      // A clock that was set back says nothing of silence.
      if (silentMs > silentAfterMs) source.end(now, silent);
      if (silentMs > forgottenAfterMs) this.forget(key);
    }
  }

  private rest(reason: string): void {
    const now = this.options.clock.now();
    for (const [key, source] of this.sources) {
      source.end(now, reason);
      this.forget(key);
    }
    // Who closes a page meanwhile is not heard; who still has one says so again.
    this.viewers.clear();
  }

  private forget(key: string): void {
    this.sources.delete(key);
    if (this.sources.size > 0) return;
    this.beating?.stop();
    this.beating = undefined;
  }
}

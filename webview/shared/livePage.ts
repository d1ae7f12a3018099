import * as l10n from '@vscode/l10n';
import type { Activity } from '../../src/protocol/requests';
import type { EngineStatus } from '../../src/protocol/status';
import type { ToView } from '../../src/protocol/viewLink';
import { conditionOf, type Condition } from './condition';
import { EngineClock } from './engineClock';
import { FrameLoop, pageTime } from './frameLoop';
import type { Link } from './link';
import { applyLines, readPalette, type Palette } from './palette';
import { parseToView } from './parseToView';
import { SeriesStore, type StoreOptions } from './seriesStore';
import { Silence } from './silence';
import { watchTheme } from './themeWatch';
import { UxMeter } from './ux/uxMeter';
import { uxTimeOfPage } from './ux/uxTime';

const textPeriodMs = 450;
/** After this much live data, what has no value yet is not merely late. */
const settledAfterMs = 5000;

/** What there is to say besides samples. */
export interface PageNow {
  readonly status: EngineStatus | undefined;
  readonly condition: Condition;
  readonly activity: Activity | undefined;
  /** Stands where there is nothing to show yet. */
  readonly emptyNote: string;
}

/** What one page shows. */
export interface PageContent {
  /** Told each message after the page took from it what it keeps; `rows` come often. */
  heard(message: ToView): void;
  /** Brings pictures up to date, at most once in a period. */
  draw(palette: Palette): void;
  /** Brings figures and texts up to date, so seldom that they can be read. */
  write(now: PageNow): void;
  visibilityChanged(): void;
}

export interface PageOptions {
  readonly store: StoreOptions;
  /** Shortest time between two pictures, ms. */
  readonly periodMs: () => number;
}

/**
 * What all our pages do alike: hear the host, keep samples, follow theme and visibility, and draw in frames. With nothing
 * new, or hidden, nothing runs.
 */
export class LivePage {
  readonly store: SeriesStore;
  readonly clock = new EngineClock();
  /** Told of each frame; what draws in frames of its own tells it too. */
  readonly ux: UxMeter;
  private readonly loop: FrameLoop;
  private readonly silence = new Silence(pageTime, () => {
    this.redraw();
  });
  private content: PageContent | undefined;
  private status: EngineStatus | undefined;
  private activity: Activity | undefined;
  /** Something was told that is not in the texts yet. */
  private isTextDue = false;
  private colours = readPalette();
  private liveSince: number | undefined;
  private writtenAt = -Infinity;

  constructor(
    private readonly root: HTMLElement,
    private readonly link: Link,
    options: PageOptions,
  ) {
    this.store = new SeriesStore(options.store);
    this.loop = new FrameLoop(pageTime, options.periodMs, () => {
      this.draw();
    });
    this.ux = new UxMeter(uxTimeOfPage(), (figures) => {
      link.post({ type: 'ux', figures });
    });
    applyLines(root, this.colours);
  }

  get palette(): Palette {
    return this.colours;
  }

  /** Whether the host has sent all that it sends by itself, and what comes now is live. */
  get isLive(): boolean {
    return this.liveSince !== undefined;
  }

  /** Begins to listen and asks for data. */
  start(content: PageContent): void {
    this.content = content;
    watchTheme(() => {
      this.colours = readPalette();
      applyLines(this.root, this.colours);
      this.loop.hurry();
    });
    document.addEventListener('visibilitychange', () => {
      this.loop.visibilityChanged();
      this.silence.visibilityChanged();
      this.ux.visibilityChanged();
      content.visibilityChanged();
    });
    this.link.listen((message) => {
      const known = parseToView(message);
      if (known) this.receive(known, content);
    });
    this.link.post({ type: 'ready' });
    this.silence.expect(true);
    this.redraw();
  }

  /** Draws with the next frame, figures and texts too: for what the user just did, or what must not wait. */
  redraw(): void {
    this.writtenAt = -Infinity;
    this.loop.hurry();
  }

  private receive(message: ToView, content: PageContent): void {
    switch (message.type) {
      case 'reset':
        this.store.reset();
        this.activity = undefined;
        this.liveSince = undefined;
        break;
      case 'renewed':
        this.store.renew();
        break;
      case 'series':
        this.store.define(message.series);
        break;
      case 'rows':
        this.silence.heard();
        this.store.append(message.rows);
        this.clock.heard(this.store.newest);
        this.isTextDue = true;
        break;
      case 'activity':
        this.activity = message.activity;
        this.isTextDue = true;
        break;
      case 'live':
        this.store.live();
        this.liveSince = this.store.newest;
        break;
      case 'status':
        this.status = message.status;
        this.silence.expect(!message.status.paused);
        break;
      case 'ux':
        this.ux.measure(message.isMeasured);
        break;
      case 'alerts':
      case 'notice':
      case 'history':
      case 'noHistory':
      case 'marks':
      case 'noMarks':
      case 'layout':
      case 'copied':
        break;
    }
    content.heard(message);
    if (message.type === 'rows' || message.type === 'activity') this.loop.request();
    else this.redraw();
  }

  private draw(): void {
    const { content } = this;
    if (!content) return;
    this.ux.frame();
    const now = pageTime.now();
    if (now - this.writtenAt >= textPeriodMs) {
      this.writtenAt = now;
      this.isTextDue = false;
      content.write(this.now());
    }
    // What is told comes faster than texts are written, and its last word may have nothing after it.
    if (this.isTextDue) this.loop.request();
    content.draw(this.colours);
  }

  private now(): PageNow {
    const { status, activity, store } = this;
    const condition = conditionOf(status, this.silence.isSilent, store.newest);
    document.body.dataset['condition'] = condition.kind;
    return { status, activity, condition, emptyNote: this.emptyNote() };
  }

  private emptyNote(): string {
    if (this.status?.paused === true) return l10n.t('Paused. Resume to see new data.');
    const { liveSince, store } = this;
    const isSettled = liveSince !== undefined && liveSince > 0 && store.newest - liveSince > settledAfterMs;
    if (!isSettled) return l10n.t('Waiting for the first data …');
    return l10n.t(
      'No data: this is switched off in the settings, or this system does not offer it. Diagnostics tells which.',
    );
  }
}

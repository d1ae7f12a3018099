import type { Activity } from '../../src/protocol/requests';
import type { EngineStatus } from '../../src/protocol/status';
import type { ToView, ViewAlerts } from '../../src/protocol/viewLink';
import { Crosshair } from '../shared/crosshair';
import { EngineClock } from '../shared/engineClock';
import { FrameLoop, pageTime } from '../shared/frameLoop';
import { showHints } from '../shared/hint';
import { HoverBox } from '../shared/hoverBox';
import type { Link } from '../shared/link';
import { applyLines, readPalette, type Palette } from '../shared/palette';
import { PastLoader } from '../shared/past/pastLoader';
import { parseToView } from '../shared/parseToView';
import { SeriesStore } from '../shared/seriesStore';
import { Silence } from '../shared/silence';
import { reducesMotion, watchTheme } from '../shared/themeWatch';
import { ViewState } from '../shared/viewState';
import { AlertsButton } from './alerts/alertsButton';
import { AlertsCard } from './alerts/alertsCard';
import { pastMetrics, storeOptions } from './chartSpecs';
import { conditionOf } from './condition';
import { Cards } from './cards';
import { Header } from './header';
import { Notices } from './notices/notices';
import { rangeSwitch } from './rangeSwitch';
import { Timeline } from './timeline';

const framePeriodMs = 100;
/** With less motion the charts step, once a second, instead of gliding; so they do where a second is less than a pixel. */
const calmPeriodMs = 1000;
const textPeriodMs = 450;
/** After this much live data, what has no value yet is not merely late. */
const settledAfterMs = 5000;

/** The dashboard: takes messages in, and draws what they change. */
export class Dashboard {
  private readonly store = new SeriesStore(storeOptions);
  private readonly state: ViewState;
  private readonly crosshair = new Crosshair();
  private readonly clock = new EngineClock();
  private readonly notices: Notices;
  private readonly alertsCard: AlertsCard;
  private readonly alertsButton: AlertsButton;
  private readonly header: Header;
  private readonly cards: Cards;
  private readonly loader: PastLoader;
  private readonly timeline: Timeline;
  private readonly loop = new FrameLoop(
    pageTime,
    () => (this.timeline.isPast || reducesMotion() ? calmPeriodMs : framePeriodMs),
    () => {
      this.draw();
    },
  );
  private readonly silence = new Silence(pageTime, () => {
    this.rewrite();
  });
  private status: EngineStatus | undefined;
  private activity: Activity | undefined;
  private alerts: ViewAlerts | undefined;
  private isActivityDue = false;
  private palette: Palette = readPalette();
  private liveSince: number | undefined;
  private isScrollDue = true;
  private writtenAt = -Infinity;

  constructor(
    private readonly root: HTMLElement,
    private readonly link: Link,
  ) {
    this.state = new ViewState(link);
    const hoverBox = new HoverBox();
    const post = link.post.bind(link);
    const redraw = (): void => {
      this.rewrite();
    };
    this.loader = new PastLoader(pageTime, pastMetrics, post, redraw);
    this.timeline = new Timeline(this.store, this.state, this.loader, pastMetrics);
    this.notices = new Notices(link, this.clock, (alert) => {
      this.alertsCard.show(alert);
    });
    this.alertsCard = new AlertsCard(this.clock, post, this.notices.buttons);
    this.alertsButton = new AlertsButton(() => {
      this.alertsCard.toggle();
      redraw();
    });
    this.header = new Header(post, rangeSwitch(this.state, redraw), this.alertsButton.root);
    const { store, state, timeline, crosshair } = this;
    this.cards = new Cards({ store, state, timeline, crosshair, hoverBox, redraw }, post, this.alertsCard.root);
    applyLines(root, this.palette);
    root.replaceChildren(this.notices.root, this.header.root, this.cards.root, hoverBox.root);
    showHints(root, hoverBox);
    this.crosshair.onChange(() => {
      this.cards.repaint();
    });
  }

  /** Begins to listen and asks for data. */
  start(): void {
    watchTheme(() => {
      this.palette = readPalette();
      applyLines(this.root, this.palette);
      this.loop.hurry();
    });
    document.addEventListener('visibilitychange', () => {
      this.loop.visibilityChanged();
      this.silence.visibilityChanged();
      this.loader.visibilityChanged();
      this.notices.visibilityChanged();
    });
    window.addEventListener('scrollend', () => {
      // Until the page was put back, it is where the browser put a page that had no content yet.
      if (!this.isScrollDue) this.state.scroll = window.scrollY;
    });
    this.link.listen((message) => {
      const known = parseToView(message);
      if (known) this.receive(known);
    });
    this.link.post({ type: 'ready' });
    this.silence.expect(true);
    this.rewrite();
  }

  private receive(message: ToView): void {
    switch (message.type) {
      case 'reset':
        this.store.reset();
        this.cards.reset();
        this.timeline.reset();
        this.activity = undefined;
        this.liveSince = undefined;
        this.rewrite();
        return;
      case 'series':
        this.store.define(message.series);
        this.rewrite();
        return;
      case 'rows':
        this.silence.heard();
        this.store.append(message.rows);
        this.clock.heard(this.store.newest);
        this.loop.request();
        return;
      case 'activity':
        this.activity = message.activity;
        this.isActivityDue = true;
        this.loop.request();
        return;
      case 'live':
        this.liveSince = this.store.newest;
        this.timeline.live();
        this.rewrite();
        return;
      case 'history':
        this.loader.answered(message.question, message.answer);
        return;
      case 'noHistory':
        this.loader.failed(message.question, message.reason);
        return;
      case 'status':
        this.status = message.status;
        this.silence.expect(!message.status.paused);
        this.rewrite();
        return;
      case 'alerts':
        this.alerts = message.alerts;
        this.alertsCard.tell(message.alerts);
        this.notices.alerts(message.alerts);
        this.rewrite();
        return;
      case 'notice':
        this.notices.notice(message.notice);
        return;
    }
  }

  /** Draws with the next frame, figures and legends too. */
  private rewrite(): void {
    this.writtenAt = -Infinity;
    this.loop.hurry();
  }

  private draw(): void {
    this.timeline.advance();
    const now = pageTime.now();
    if (now - this.writtenAt >= textPeriodMs) {
      this.writtenAt = now;
      this.isActivityDue = false;
      this.write();
    }
    // It comes faster than texts are written, and its last word may have nothing after it.
    if (this.isActivityDue) this.loop.request();
    this.crosshair.refresh();
    this.cards.draw(this.palette);
    this.restoreScroll();
  }

  private write(): void {
    const condition = conditionOf(this.status, this.silence.isSilent, this.store.newest);
    document.body.dataset['condition'] = condition.kind;
    this.header.write(this.status, condition, this.store);
    this.alertsCard.write();
    this.alertsButton.write(this.alerts, this.alertsCard.isShown);
    this.cards.write(this.status, this.activity, this.emptyNote());
  }

  private emptyNote(): string {
    if (this.status?.paused === true) return 'Paused. Resume to see new data.';
    const { liveSince, store } = this;
    const isSettled = liveSince !== undefined && liveSince > 0 && store.newest - liveSince > settledAfterMs;
    if (!isSettled) return 'Waiting for the first data …';
    return 'No data: this is switched off in the settings, or this system does not offer it. Diagnostics tells which.';
  }

  /** The page is long enough to scroll only when the past has arrived and is drawn. */
  private restoreScroll(): void {
    if (!this.isScrollDue || this.liveSince === undefined) return;
    this.isScrollDue = false;
    window.scrollTo({ top: this.state.scroll, behavior: 'instant' });
  }
}

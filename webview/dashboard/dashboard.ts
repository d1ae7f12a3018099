import type { ToView, ViewAlerts } from '../../src/protocol/viewLink';
import { comesByTheClock } from '../shared/comesByTheClock';
import { Crosshair } from '../shared/crosshair';
import { pageTime } from '../shared/frameLoop';
import { showHints } from '../shared/hint';
import { HoverBox } from '../shared/hoverBox';
import type { Link } from '../shared/link';
import { LivePage, type PageContent, type PageNow } from '../shared/livePage';
import { PaintTurns } from '../shared/paintTurns';
import type { Palette } from '../shared/palette';
import { PastLoader } from '../shared/past/pastLoader';
import { Questions } from '../shared/questions';
import { reducesMotion } from '../shared/themeWatch';
import { ViewState } from '../shared/viewState';
import { AlertsButton } from './alerts/alertsButton';
import { AlertsCard } from './alerts/alertsCard';
import { pastMetrics, storeOptions } from './chartSpecs';
import { Board } from './board';
import { Header } from './header';
import { Notices } from './notices/notices';
import { rangeSwitch } from './rangeSwitch';
import { Timeline } from './timeline';

const framePeriodMs = 100;
/** With less motion the charts step, once a second, instead of gliding; so they do where a second is less than a pixel. */
const calmPeriodMs = 1000;

/** The dashboard: takes messages in, and draws what they change. */
export class Dashboard implements PageContent {
  private readonly page: LivePage;
  private readonly state: ViewState;
  private readonly crosshair = new Crosshair();
  private readonly turns: PaintTurns;
  private readonly notices: Notices;
  private readonly alertsCard: AlertsCard;
  private readonly alertsButton: AlertsButton;
  private readonly header: Header;
  private readonly board: Board;
  private readonly loader: PastLoader;
  private readonly timeline: Timeline;
  private readonly questions: Questions;
  private alerts: ViewAlerts | undefined;
  private isScrollDue = true;

  constructor(root: HTMLElement, link: Link) {
    this.state = new ViewState(link);
    this.page = new LivePage(root, link, {
      store: storeOptions,
      periodMs: () => (this.timeline.isPast || reducesMotion() ? calmPeriodMs : framePeriodMs),
    });
    const { store, clock } = this.page;
    const hoverBox = new HoverBox();
    const post = link.post.bind(link);
    this.turns = new PaintTurns(pageTime, () => {
      this.page.ux.frame();
    });
    const redraw = (): void => {
      this.turns.hurry();
      this.page.redraw();
    };
    this.loader = new PastLoader(pageTime, pastMetrics, post, redraw);
    this.timeline = new Timeline(store, this.state, this.loader, pastMetrics);
    this.notices = new Notices(link, clock, (alert) => {
      (this.board.alertsCard(alert) ?? this.alertsCard).show(alert);
    });
    this.alertsCard = new AlertsCard(clock, post, { isAlwaysShown: false });
    this.alertsButton = new AlertsButton(() => {
      (this.board.alertsCard() ?? this.alertsCard).toggle();
      redraw();
    });
    this.questions = new Questions(post);
    const { state, timeline, crosshair, turns, questions } = this;
    this.board = new Board({
      context: {
        store,
        state,
        timeline,
        crosshair,
        hoverBox,
        turns,
        redraw,
        post,
        questions,
        clock,
        ux: this.page.ux,
        alerts: () => this.alerts,
      },
      changed: () => {
        this.layoutChanged();
      },
    });
    const chosen = (): void => {
      // What was asked ahead is there before the first chart is painted anew.
      timeline.advance();
      redraw();
    };
    const ranges = rangeSwitch(state, chosen, (range) => {
      timeline.foresee(range);
    });
    this.header = new Header(post, ranges, this.alertsButton.root, () => {
      this.board.editor.toggle();
    });
    this.header.root.append(this.board.editor.bar.root);
    root.replaceChildren(this.notices.root, this.header.root, this.alertsCard.root, this.board.root, hoverBox.root);
    showHints(root, hoverBox);
    this.crosshair.onChange(() => {
      this.board.repaint();
    });
  }

  /** Begins to listen and asks for data. */
  start(): void {
    window.addEventListener('scrollend', () => {
      // Until the page was put back, it is where the browser put a page that had no content yet.
      if (!this.isScrollDue) this.state.scroll = window.scrollY;
    });
    this.page.start(this);
    this.board.start();
  }

  heard(message: ToView): void {
    if (!comesByTheClock(message)) this.turns.hurry();
    if (message.type === 'alerts') this.alerts = message.alerts;
    const isAnswered = this.questions.heard(message);
    if (!isAnswered) this.board.heard(message);
    switch (message.type) {
      case 'reset':
        this.timeline.reset();
        return;
      case 'live':
        this.timeline.live();
        return;
      case 'history':
        this.loader.answered(message.question, message.answer);
        return;
      case 'noHistory':
        this.loader.failed(message.question, message.reason);
        return;
      case 'alerts':
        this.alertsCard.tell(message.alerts);
        this.notices.alerts(message.alerts);
        return;
      case 'notice':
        this.notices.notice(message.notice);
        return;
      case 'renewed':
      case 'series':
      case 'rows':
      case 'activity':
      case 'status':
      case 'marks':
      case 'noMarks':
      case 'layout':
      case 'copied':
      case 'ux':
        return;
    }
  }

  draw(palette: Palette): void {
    this.timeline.advance();
    this.crosshair.refresh();
    this.board.draw(palette);
    this.restoreScroll();
  }

  write(now: PageNow): void {
    const { status, condition } = now;
    this.header.write(status, condition, this.page.store);
    this.alertsCard.write();
    this.alertsButton.write(this.alerts, this.alertsCard.isShown || this.board.alertsCard() !== undefined);
    this.board.write(now);
  }

  visibilityChanged(): void {
    this.turns.visibilityChanged();
    this.loader.visibilityChanged();
    this.notices.visibilityChanged();
    this.board.visibilityChanged();
  }

  /** With a panel that lists alerts, the page needs no other list of them. */
  private layoutChanged(): void {
    const panel = this.board.alertsCard();
    this.alertsCard.isReplaced = panel !== undefined;
    (panel ?? this.alertsCard).adopt(this.notices.buttons);
    this.header.writeEditing(this.board.editor.isEditing);
    this.turns.hurry();
    this.page.redraw();
  }

  /** The page is long enough to scroll only when the past has arrived and is drawn. */
  private restoreScroll(): void {
    if (!this.isScrollDue || !this.page.isLive || !this.board.isShown) return;
    this.isScrollDue = false;
    window.scrollTo({ top: this.state.scroll, behavior: 'instant' });
  }
}

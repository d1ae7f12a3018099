import * as l10n from '@vscode/l10n';
import type { PanelConfigs } from '../../src/protocol/layout/layout';
import type { ToView } from '../../src/protocol/viewLink';
import { comesByTheClock } from '../shared/comesByTheClock';
import { ConditionBadge } from '../shared/conditionBadge';
import { el, setText } from '../shared/dom';
import { forEditor } from '../shared/forEditor';
import { pageTime } from '../shared/frameLoop';
import { showHints } from '../shared/hint';
import { iconButton } from '../shared/iconButton';
import { HoverBox } from '../shared/hoverBox';
import type { Link } from '../shared/link';
import { LivePage, type PageContent, type PageNow } from '../shared/livePage';
import { PaintTurns } from '../shared/paintTurns';
import type { Palette } from '../shared/palette';
import { Questions } from '../shared/questions';
import { reducesMotion } from '../shared/themeWatch';
import { PerformanceView } from './performanceView';
import { ViewPicture } from './viewPicture';

const framePeriodMs = 100;
const calmPeriodMs = 1000;

/** What is shown until the user chooses something else. */
const usual: PanelConfigs['performance_chart'] = {
  metrics: [
    { metric: 'system.cpu_percent' },
    { metric: 'system.memory_percent' },
    { metric: 'model.tokens_per_second' },
  ],
  timeWindowMs: 300_000,
};
/** It is sampled whatever is switched off, so that the page knows the time. */
const pulse = 'monitor.cpu_percent';

/** The page of the performance view: the view at its full size below a title. */
export class PerformancePage implements PageContent {
  private readonly page: LivePage;
  private readonly questions: Questions;
  private readonly view: PerformanceView;
  private readonly turns: PaintTurns;
  private readonly picture: ViewPicture;
  private readonly badge = new ConditionBadge();
  private readonly host = el('p', 'facts');
  private watched = '';

  constructor(
    root: HTMLElement,
    private readonly link: Link,
  ) {
    const post = link.post.bind(link);
    this.page = new LivePage(root, link, {
      store: { drawn: [], summed: [] },
      periodMs: () => (reducesMotion() ? calmPeriodMs : framePeriodMs),
    });
    this.turns = new PaintTurns(pageTime, () => {
      this.page.ux.frame();
    });
    this.questions = new Questions(post);
    const hoverBox = new HoverBox();
    this.view = new PerformanceView({
      store: this.page.store,
      questions: this.questions,
      post,
      hoverBox,
      config: usual,
      isCompact: false,
      changed: () => {
        this.watch();
      },
      redraw: this.redraw,
      saved: link.loadState(),
      save: (state) => {
        link.saveState(state);
      },
    });
    this.picture = new ViewPicture(this.view, this.turns);
    const name = el('div', 'machine-name', el('h1', '', l10n.t('Performance')), this.badge.root);
    const dashboard = iconButton('dashboard', l10n.t('Dashboard'), () => {
      post({ type: 'command', command: 'openDashboard' });
    });
    const settings = iconButton('settings', l10n.t('Settings'), () => {
      post({ type: 'command', command: 'openSettings' });
    });
    const header = el(
      'header',
      'top',
      el('div', 'machine', name, this.host),
      el('div', 'tools', dashboard, forEditor(settings)),
    );
    root.replaceChildren(header, this.view.root, hoverBox.root);
    showHints(root, hoverBox);
  }

  /** Begins to listen and asks for data. */
  start(): void {
    this.page.start(this);
    this.watch();
  }

  heard(message: ToView): void {
    if (message.type === 'reset') this.questions.forget();
    this.view.heard(message);
    if (!comesByTheClock(message)) this.redraw();
  }

  draw(palette: Palette): void {
    this.picture.draw(palette);
  }

  write(now: PageNow): void {
    this.badge.write(now.condition);
    if (now.status) setText(this.host, now.status.machine.host);
    this.view.write(now);
  }

  visibilityChanged(): void {
    this.turns.visibilityChanged();
    if (document.visibilityState === 'hidden') this.questions.forget();
    this.view.visibilityChanged();
  }

  /** Texts first, as the chart takes the room that they leave, and the chart in the same frame. */
  private readonly redraw = (): void => {
    this.page.redraw();
    this.picture.hurry();
  };

  /** Has the host send what is shown; it begins anew then, with the past of all of it. */
  private watch(): void {
    const { metrics } = this.view;
    const isPastMissing = this.page.store.draw(metrics);
    const wanted = metrics.join(' ');
    if (wanted === this.watched && !isPastMissing) return;
    this.watched = wanted;
    this.link.post({
      type: 'watch',
      metrics: [...new Set([...metrics, pulse])],
      ...(isPastMissing ? { isPastMissing } : {}),
    });
  }
}

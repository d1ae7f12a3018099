import type { ToView } from '../../src/protocol/viewLink';
import { showHints } from '../shared/hint';
import { HoverBox } from '../shared/hoverBox';
import type { Link } from '../shared/link';
import { LivePage, type PageContent, type PageNow } from '../shared/livePage';
import type { Palette } from '../shared/palette';
import { reducesMotion } from '../shared/themeWatch';
import { AlertList } from './alertList';
import { Footer } from './footer';
import { storeOptions } from './gaugeLines';
import { Gauges } from './gauges';
import { ModelList } from './modelList';
import { StateBar } from './stateBar';

/** It is glanced at, so two pictures a second are enough. */
const framePeriodMs = 500;
const calmPeriodMs = 1000;

/** The overview in the side bar: the machine, its models and its alerts in a narrow column. */
export class OverviewPage implements PageContent {
  private readonly page: LivePage;
  private readonly stateBar: StateBar;
  private readonly gauges: Gauges;
  private readonly models: ModelList;
  private readonly alerts: AlertList;
  private readonly footer: Footer;

  constructor(root: HTMLElement, link: Link) {
    this.page = new LivePage(root, link, {
      store: storeOptions,
      periodMs: () => (reducesMotion() ? calmPeriodMs : framePeriodMs),
    });
    const { store, clock } = this.page;
    const post = link.post.bind(link);
    this.stateBar = new StateBar(post);
    this.gauges = new Gauges(store, () => {
      this.page.redraw();
    });
    this.models = new ModelList(store, post);
    this.footer = new Footer(store, post);
    this.alerts = new AlertList(
      clock,
      (command) => {
        post({ type: 'alert', command });
      },
      () => {
        this.footer.focus();
      },
    );
    const hoverBox = new HoverBox();
    root.replaceChildren(
      this.stateBar.root,
      this.gauges.root,
      this.models.root,
      this.alerts.root,
      this.footer.root,
      hoverBox.root,
    );
    showHints(root, hoverBox);
  }

  /** Begins to listen and asks for data. */
  start(): void {
    this.page.start(this);
  }

  heard(message: ToView): void {
    if (message.type === 'alerts') this.alerts.tell(message.alerts);
  }

  draw(palette: Palette): void {
    this.gauges.draw(palette);
  }

  write(now: PageNow): void {
    this.stateBar.write(now);
    this.gauges.write(now.status, now.emptyNote);
    this.models.write(now.status);
    this.alerts.write();
    this.footer.write();
  }

  visibilityChanged(): void {
    // Hidden, VS Code throws the whole page away.
  }
}

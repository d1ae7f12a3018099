import type { Visualization } from '../../src/protocol/layout/layout';
import { el } from '../shared/dom';
import { showHints } from '../shared/hint';
import { HoverBox } from '../shared/hoverBox';
import type { Link } from '../shared/link';
import { LivePage, type PageContent, type PageNow } from '../shared/livePage';
import type { Palette } from '../shared/palette';
import { EnergyHeader } from './energyHeader';
import { EnergyState } from './energyState';
import { EnergyView } from './energyView';

/** The energy comes twice a second and figures are written as often, so faster pictures would show the same. */
const periodMs = 250;

/** The page of the energy view: the view at its full size below a title. */
export class EnergyPage implements PageContent {
  private readonly page: LivePage;
  private readonly state: EnergyState;
  private readonly header: EnergyHeader;
  private readonly hoverBox = new HoverBox();
  private readonly place = el('div', 'energy-place');
  private view: EnergyView;

  constructor(root: HTMLElement, link: Link) {
    this.state = new EnergyState(link);
    this.page = new LivePage(root, link, { store: { drawn: [], summed: [] }, periodMs: () => periodMs });
    this.header = new EnergyHeader({
      post: link.post.bind(link),
      chosen: () => this.state.visualization,
      choose: (visualization) => {
        this.choose(visualization);
      },
    });
    this.view = this.newView();
    root.replaceChildren(this.header.root, this.place, this.hoverBox.root);
    showHints(root, this.hoverBox);
  }

  /** Begins to listen and asks for data. */
  start(): void {
    this.page.start(this);
  }

  heard(): void {
    // What it shows, the page keeps.
  }

  draw(palette: Palette): void {
    this.view.draw(palette);
  }

  write(now: PageNow): void {
    this.header.write(now, this.page.store);
    this.view.write(now);
  }

  visibilityChanged(): void {
    this.view.visibilityChanged();
  }

  private choose(visualization: Visualization): void {
    if (visualization === this.state.visualization) return;
    this.state.visualization = visualization;
    this.view.dispose();
    this.view = this.newView();
    this.page.redraw();
  }

  private newView(): EnergyView {
    const { hoverBox, state, page } = this;
    const view = new EnergyView({ store: page.store, visualization: state.visualization, hoverBox, ux: page.ux });
    this.place.replaceChildren(view.root);
    return view;
  }
}

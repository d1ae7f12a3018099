import * as l10n from '@vscode/l10n';
import { soundChart } from '../../../src/protocol/layout/soundPanel';
import type { Panel, PanelType, Place } from '../../../src/protocol/layout/layout';
import { attributes, el } from '../../shared/dom';
import { setCardTitle } from '../card';
import { panelTitle } from '../layout/panelWords';
import { sameText } from '../layout/sameText';
import { makePanel } from '../panels/makePanel';
import type { PanelContent, PanelContext } from '../panels/panelContent';

export type PanelChanged = (panel: Panel) => void;

/** The title that stands over a panel. */
export const titleOf = ({ type, title }: Pick<Panel, 'type' | 'title'>): string => title ?? panelTitle(type);

/** One panel in its place. What it shows is kept as long as its configuration is the same. */
export class PanelFrame {
  readonly root = el('div', 'panel');
  private shown: PanelContent;
  private config: string;

  /** @param changed Called with the panel as the user changed it from inside. */
  constructor(
    private panel: Panel,
    private readonly context: PanelContext,
    private readonly changed: PanelChanged,
  ) {
    this.config = sameText(panel.config);
    this.shown = this.make();
    attributes(this.root, {
      'data-panel': panel.id,
      'data-type': panel.type,
      // Stands there in edit mode, by its style.
      'data-nothing': l10n.t('Nothing to show on this machine now'),
    });
    this.root.append(this.shown.root);
  }

  get id(): string {
    return this.panel.id;
  }

  get type(): PanelType {
    return this.panel.type;
  }

  get content(): PanelContent {
    return this.shown;
  }

  get title(): string {
    return titleOf(this.panel);
  }

  write(panel: Panel): void {
    const config = sameText(panel.config);
    this.panel = panel;
    if (config !== this.config) {
      this.config = config;
      const before = this.shown;
      this.shown = this.make();
      before.root.replaceWith(this.shown.root);
      before.dispose?.();
    }
    setCardTitle(this.shown.root, this.title);
    // A group of cards says by itself what it is.
    this.shown.root.classList.toggle('is-titled', panel.title !== undefined);
  }

  /** @param isCramped Whether the place has no room for what the panel shows. */
  stand({ x, y, width, height }: Place, isCramped: boolean): void {
    this.root.classList.toggle('is-cramped', isCramped);
    const area = `${y + 1} / ${x + 1} / span ${height} / span ${width}`;
    if (this.root.style.gridArea !== area) this.root.style.gridArea = area;
  }

  /** What is edited does not react to the pointer or the keyboard inside. */
  set isInert(isInert: boolean) {
    this.shown.root.inert = isInert;
  }

  dispose(): void {
    this.shown.dispose?.();
  }

  private make(): PanelContent {
    return makePanel(this.panel, this.context, (config) => {
      const { panel } = this;
      if (panel.type !== 'performance_chart') return;
      // It shows this already.
      this.config = sameText(soundChart(config));
      this.changed({ ...panel, config });
    });
  }
}

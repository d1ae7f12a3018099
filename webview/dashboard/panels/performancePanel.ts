import * as l10n from '@vscode/l10n';
import type { PanelConfigs } from '../../../src/protocol/layout/layout';
import type { ToView } from '../../../src/protocol/viewLink';
import { PerformanceView } from '../../performance/performanceView';
import type { PageNow } from '../../shared/livePage';
import { stillMs, type PaintTurns, type Picture } from '../../shared/paintTurns';
import type { Palette } from '../../shared/palette';
import { card } from '../card';
import type { PanelContent, PanelContext } from './panelContent';

/** Chosen metrics over time in one chart, as the performance page shows them. */
export class PerformancePanel implements PanelContent, Picture {
  readonly root: HTMLElement;
  private readonly view: PerformanceView;
  private readonly turns: PaintTurns;
  private palette: Palette | undefined;
  private painted: Palette | undefined;

  /** @param changed Called with what the user chose in the chart. */
  constructor(
    { store, questions, post, hoverBox, turns, redraw }: PanelContext,
    config: PanelConfigs['performance_chart'],
    changed: (config: PanelConfigs['performance_chart']) => void,
  ) {
    this.view = new PerformanceView({ store, questions, post, hoverBox, config, isCompact: true, changed, redraw });
    this.turns = turns;
    this.root = card('performance', l10n.t('Performance'), this.view.root);
  }

  heard(message: ToView): void {
    this.view.heard(message);
  }

  write(now: PageNow): void {
    this.view.write(now);
  }

  get stillMs(): number {
    return this.palette === this.painted ? stillMs(this.view.rangeMs, this.view.width) : 0;
  }

  draw(palette: Palette): void {
    this.palette = palette;
    this.turns.ask(this);
  }

  paint(): void {
    if (!this.palette) return;
    this.painted = this.palette;
    this.view.draw(this.palette);
  }

  visibilityChanged(): void {
    this.view.visibilityChanged();
  }

  dispose(): void {
    this.turns.leave(this);
    this.view.dispose();
  }
}

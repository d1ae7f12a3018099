import * as l10n from '@vscode/l10n';
import { compacted, type Placed } from '../../../src/protocol/layout/grid';
import type { LayoutChange, Place } from '../../../src/protocol/layout/layout';
import type { LayoutModel } from '../layout/layoutModel';
import type { PanelFrame } from '../grid/panelFrame';
import type { PanelGrid } from '../grid/panelGrid';
import { changedPlaces, grown, placedAt, placeOf, stepped } from './moves';
import { followDrag } from './panelDrag';

const directions: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export interface MoverOptions {
  readonly grid: PanelGrid;
  readonly model: LayoutModel;
  /** Told where a panel stands now, or why it cannot move, for screen readers. */
  readonly say: (text: string) => void;
  /** Told the places that panels were brought to. */
  readonly placed: (change: LayoutChange) => void;
}

/** Moves and sizes panels by pointer and by keyboard; what is on its way becomes a change when it is let go. */
export class PanelMover {
  /** Where the panels stand while one is on its way; the layout has them where they were. */
  private draft: readonly Placed[] | undefined;

  constructor(private readonly options: MoverOptions) {}

  /** The pointer went down on a handle. */
  grab(frame: PanelFrame, kind: 'move' | 'resize', handle: HTMLElement, down: PointerEvent): void {
    const { grid } = this.options;
    if (!this.canMove()) return;
    const items = compacted(this.items);
    const place = placeOf(items, frame.id);
    if (!place) return;
    const isHeld = (held: boolean): void => {
      frame.root.classList.toggle('is-held', held);
    };
    isHeld(true);
    followDrag(
      handle,
      down,
      { grid: grid.root, panel: frame.root, place, kind },
      {
        over: (to) => {
          this.preview(placedAt(items, frame.id, to, this.columns));
        },
        drop: () => {
          isHeld(false);
          this.say(frame);
          this.commit();
        },
        cancel: () => {
          isHeld(false);
          this.preview(items);
          this.draft = undefined;
        },
      },
    );
  }

  /** A key went down on a panel's grip; true if it means a move. */
  press(frame: PanelFrame, event: KeyboardEvent): boolean {
    const direction = directions[event.key];
    if (!direction || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (!this.canMove()) return true;
    const step = event.shiftKey ? grown : stepped;
    const after = step(this.items, frame.id, direction, this.columns);
    if (after) this.preview(after);
    this.say(frame);
    return true;
  }

  /** Makes what is on its way a change of the layout. */
  commit(): void {
    const { draft } = this;
    const { model, placed } = this.options;
    this.draft = undefined;
    if (!draft || !model.shown) return;
    const places = changedPlaces(model.shown.panels, draft).map(({ id, place }) => ({ panel: id, place }));
    if (places.length > 0) placed({ kind: 'place', places });
  }

  /** Shows what is on its way again, after the grid was brought to the layout. */
  write(): void {
    if (this.draft) this.options.grid.preview(this.draft);
  }

  /** Drops what is on its way, as at the end of edit mode. */
  forget(): void {
    this.draft = undefined;
  }

  private get items(): readonly Placed[] {
    return this.draft ?? this.options.model.shown?.panels ?? [];
  }

  private get columns(): number {
    return this.options.model.shown?.grid.columns ?? 1;
  }

  /** Where there is no room for the columns of the layout, panels stand elsewhere than it has them. */
  private canMove(): boolean {
    const { grid, say } = this.options;
    const { isExact } = grid.arrangement;
    if (!isExact) say(l10n.t('Make the page wider to move panels: the layout has {0} columns.', this.columns));
    return isExact;
  }

  private preview(items: readonly Placed[]): void {
    this.draft = items.map(({ id, place }) => ({ id, place }));
    this.options.grid.preview(this.draft);
  }

  private say({ id, title }: PanelFrame): void {
    const place = placeOf(this.items, id);
    if (place) this.options.say(`${title}: ${placeText(place)}.`);
  }
}

function placeText({ x, y, width, height }: Place): string {
  const wide = width === 1 ? l10n.t('1 column wide') : l10n.t('{0} columns wide', width);
  const high = height === 1 ? l10n.t('1 row high') : l10n.t('{0} rows high', height);
  return [l10n.t('column {0}', x + 1), l10n.t('row {0}', y + 1), wide, high].join(', ');
}

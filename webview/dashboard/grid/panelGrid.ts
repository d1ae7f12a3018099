import { inReadingOrder, rowsOf, type Placed } from '../../../src/protocol/layout/grid';
import type { Layout, Panel } from '../../../src/protocol/layout/layout';
import type { ToView } from '../../../src/protocol/viewLink';
import { attributes, el } from '../../shared/dom';
import { KeyedList } from '../../shared/keyedList';
import type { PageNow } from '../../shared/livePage';
import type { Palette } from '../../shared/palette';
import type { PanelContext } from '../panels/panelContent';
import { arranged, isCramped, type Arrangement, type GridRoom } from './arrangement';
import { PanelFrame, type PanelChanged } from './panelFrame';

/** CSS pixels. */
const leastRow = 120;

export interface GridOptions {
  readonly context: PanelContext;
  readonly changed: PanelChanged;
  /** Called for each new panel. */
  readonly added: (frame: PanelFrame) => void;
}

/** The panels of a layout in their grid, which fits the page. */
export class PanelGrid {
  readonly root = el('div', 'grid');
  private readonly frames = new Map<string, PanelFrame>();
  private readonly list: KeyedList<Panel>;
  private layout: Layout | undefined;
  private hidden: ReadonlySet<string> = new Set();
  private isEditing = false;
  private width = 0;
  private room: GridRoom | undefined;
  private now: Arrangement = { columns: 1, items: [], isExact: true };

  constructor(private readonly options: GridOptions) {
    const { root } = this;
    this.list = new KeyedList(
      root,
      ({ id, type }) => `${type} ${id}`,
      (panel) => this.frameOf(panel),
      () => undefined,
    );
    new ResizeObserver(() => {
      // It grows with what it shows, which changes no place.
      if (root.clientWidth !== this.width) this.resized();
    }).observe(root);
    window.addEventListener('resize', () => {
      this.resized();
    });
  }

  get arrangement(): Arrangement {
    return this.now;
  }

  get all(): Iterable<PanelFrame> {
    return this.frames.values();
  }

  frame(id: string): PanelFrame | undefined {
    return this.frames.get(id);
  }

  /** Shows a layout; panels that it shares with the one before are kept, with what they show. */
  show(layout: Layout): void {
    this.layout = layout;
    this.list.write(inReadingOrder(layout.panels));
    attributes(this.root, { 'data-empty': String(layout.panels.length === 0) });
    this.arrange();
  }

  /** In edit mode also panels are shown that have nothing to show. */
  edit(isEditing: boolean): void {
    this.isEditing = isEditing;
    this.arrange();
  }

  /** Shows panels at other places than those of the layout, until the next `show`. */
  preview(items: readonly Placed[]): void {
    this.stand(items);
  }

  draw(palette: Palette): void {
    for (const { root, content } of this.frames.values()) if (!root.hidden) content.draw?.(palette);
  }

  repaint(): void {
    for (const { root, content } of this.frames.values()) if (!root.hidden) content.repaint?.();
  }

  write(now: PageNow): void {
    const hidden = new Set<string>();
    for (const [id, { content }] of this.frames) {
      content.write(now);
      if (content.root.hidden) hidden.add(id);
    }
    if (hidden.size === this.hidden.size && [...hidden].every((id) => this.hidden.has(id))) return;
    this.hidden = hidden;
    this.arrange();
  }

  heard(message: ToView): void {
    for (const { content } of this.frames.values()) content.heard?.(message);
  }

  reset(): void {
    for (const { content } of this.frames.values()) content.reset?.();
  }

  visibilityChanged(): void {
    for (const { content } of this.frames.values()) content.visibilityChanged?.();
  }

  private frameOf(panel: Panel): PanelFrame {
    const { context, changed, added } = this.options;
    const frame = new PanelFrame(panel, context, changed);
    this.frames.set(panel.id, frame);
    added(frame);
    return frame;
  }

  private resized(): void {
    this.arrange();
    this.options.context.redraw();
  }

  private arrange(): void {
    const { layout, root, isEditing } = this;
    if (!layout) return;
    this.dropGone(layout);
    this.width = root.clientWidth;
    const { columns, gap, rows } = layout.grid;
    const hidden = isEditing ? new Set<string>() : this.hidden;
    this.room = { columns, gap, width: this.width, isEditing };
    this.now = arranged(layout.panels, hidden, this.room);
    for (const { id, root: frame } of this.frames.values()) frame.hidden = hidden.has(id);
    this.stand(this.now.items);
    const room = window.innerHeight - root.offsetTop - 2 * gap;
    const row = Math.max(leastRow, Math.floor((room - gap * (rows - 1)) / rows));
    for (const [name, value] of [
      ['--columns', String(this.now.columns)],
      ['--gap', `${gap}px`],
      ['--row', `${row}px`],
    ] as const)
      if (root.style.getPropertyValue(name) !== value) root.style.setProperty(name, value);
    attributes(root, { 'data-rows': String(rowsOf(this.now.items)) });
  }

  private stand(items: readonly Placed[]): void {
    for (const { id, place } of items)
      this.frames.get(id)?.stand(place, this.room !== undefined && isCramped(place.width, this.now, this.room));
  }

  private dropGone({ panels }: Layout): void {
    const known = new Set(panels.map(({ id }) => id));
    for (const id of this.frames.keys()) if (!known.has(id)) this.frames.delete(id);
  }
}

import * as l10n from '@vscode/l10n';
import { freePlace } from '../../../src/protocol/layout/grid';
import type { Layout, LayoutChange, PanelType } from '../../../src/protocol/layout/layout';
import { layoutLimits } from '../../../src/protocol/layout/limits';
import { panelKinds } from '../../../src/protocol/layout/panelKinds';
import type { FromView } from '../../../src/protocol/viewLink';
import { Announcer } from '../../shared/announcer';
import { attributes } from '../../shared/dom';
import type { PanelFrame } from '../grid/panelFrame';
import { panelTitle } from '../layout/panelWords';
import type { PanelGrid } from '../grid/panelGrid';
import type { LayoutModel } from '../layout/layoutModel';
import { EditBar } from './editBar';
import { PanelHandles } from './panelHandles';
import { PanelMover } from './panelMover';
import { UndoStack } from './undoStack';

export interface EditorOptions {
  readonly grid: PanelGrid;
  readonly model: LayoutModel;
  readonly post: (message: FromView) => void;
  /** Called when edit mode begins and ends. */
  readonly toggled: (isEditing: boolean) => void;
}

/** Edit mode: panels are moved, sized, renamed, added and removed, by pointer and by keyboard. */
export class LayoutEditor {
  readonly bar: EditBar;
  readonly announcer = new Announcer();
  private readonly undoStack = new UndoStack();
  private readonly handles = new Map<PanelFrame, PanelHandles>();
  private readonly mover: PanelMover;
  private isOn = false;
  /** The panel that was just added, to give it the focus once it is there. */
  private wanted: ReadonlySet<string> | undefined;
  /** Where edit mode was begun, which gets the focus of what vanishes at its end. */
  private begunAt: Element | null = null;

  constructor(private readonly options: EditorOptions) {
    const { grid, model, post } = options;
    this.mover = new PanelMover({
      grid,
      model,
      say: (text) => {
        this.announcer.say([text]);
      },
      placed: (change) => {
        this.change(change);
      },
    });
    this.bar = new EditBar({
      add: (type) => {
        this.add(type);
      },
      undo: () => {
        this.undo();
      },
      theme: (name) => {
        this.change({ kind: 'theme', name });
      },
      openFile: () => {
        post({ type: 'command', command: 'openLayout' });
      },
      reset: () => {
        if (model.shown) this.change({ kind: 'reset' });
      },
      done: () => {
        this.toggle(false);
      },
    });
    window.addEventListener('keydown', (event) => {
      // The list of a chart's metrics closes with Escape, and is in edit mode too.
      if (this.isOn && !event.defaultPrevented) this.pressAnywhere(event);
    });
  }

  get isEditing(): boolean {
    return this.isOn;
  }

  toggle(isOn = !this.isOn): void {
    const { grid, toggled } = this.options;
    if (isOn === this.isOn) return;
    this.isOn = isOn;
    if (isOn) this.begunAt = document.activeElement;
    this.mover.forget();
    this.undoStack.clear();
    this.bar.root.hidden = !isOn;
    attributes(grid.root, { 'data-editing': isOn ? 'true' : undefined });
    for (const frame of grid.all) this.arm(frame);
    grid.edit(isOn);
    this.announcer.say([isOn ? l10n.t('The layout can be edited.') : l10n.t('Editing the layout ended.')]);
    this.write();
    toggled(isOn);
    if (!isOn && document.activeElement === document.body && this.begunAt instanceof HTMLElement)
      this.begunAt.focus({ preventScroll: true });
  }

  /** Call for each panel that appears, and for all when edit mode begins or ends. */
  arm(frame: PanelFrame): void {
    // The metrics of a chart are chosen in it.
    frame.isInert = this.isOn && frame.type !== 'performance_chart';
    const known = this.handles.get(frame);
    if (!this.isOn) {
      known?.bar.remove();
      known?.corner.remove();
      this.handles.delete(frame);
      return;
    }
    if (known) return;
    const handles = new PanelHandles(frame, {
      grabbed: (...grab) => {
        this.mover.grab(...grab);
      },
      pressed: (panel, event) => this.press(panel, event),
      released: () => {
        this.mover.commit();
      },
      rename: ({ id }, title) => {
        this.change({ kind: 'rename', panel: id, title });
      },
      remove: (panel) => {
        this.remove(panel);
      },
    });
    this.handles.set(frame, handles);
    frame.root.prepend(handles.bar);
    frame.root.append(handles.corner);
  }

  /** Makes a change; one that is made in edit mode, also inside of a panel, can be taken back in it. */
  change(change: LayoutChange): void {
    const { model } = this.options;
    if (this.isOn && model.shown) this.undoStack.push(model.shown, change);
    model.change(change);
  }

  /** Call after the layout was shown: it may be another one than before. */
  write(): void {
    const { grid, model } = this.options;
    const layout = model.shown;
    if (!layout) return;
    this.bar.write(!this.undoStack.isEmpty, layout.theme.name);
    const present = new Set(grid.all);
    for (const [frame, handles] of this.handles) {
      if (present.has(frame)) handles.write();
      else this.handles.delete(frame);
    }
    this.mover.write();
    this.focusAdded(layout);
  }

  private undo(): void {
    const { model } = this.options;
    const changes = model.shown ? this.undoStack.pop(model.shown) : [];
    for (const change of changes) model.change(change);
    this.announcer.say([changes.length > 0 ? l10n.t('Undone.') : l10n.t('There is nothing to undo.')]);
    this.write();
  }

  private add(type: PanelType): void {
    const { model } = this.options;
    const layout = model.shown;
    if (!layout) return;
    if (layout.panels.length >= layoutLimits.panels) {
      this.announcer.say([l10n.t('A layout has at most {0} panels. Remove one first.', layoutLimits.panels)]);
      return;
    }
    this.wanted = new Set(layout.panels.map(({ id }) => id));
    this.change({
      kind: 'add',
      panelType: type,
      place: freePlace(layout.panels, panelKinds[type].size, layout.grid.columns),
    });
    this.announcer.say([l10n.t('{0} was added.', panelTitle(type))]);
  }

  private focusAdded({ panels }: Layout): void {
    const { wanted } = this;
    const added = wanted && panels.find(({ id }) => !wanted.has(id));
    const frame = added && this.options.grid.frame(added.id);
    if (!frame) return;
    this.wanted = undefined;
    frame.root.scrollIntoView({ block: 'nearest' });
    this.handles.get(frame)?.focus();
  }

  private remove(frame: PanelFrame): void {
    const order = [...this.handles.keys()];
    const next = order[order.indexOf(frame) + 1] ?? order[order.indexOf(frame) - 1];
    const { title, id } = frame;
    this.change({ kind: 'remove', panel: id });
    this.announcer.say([l10n.t('{0} was removed.', title)]);
    if (next) this.handles.get(next)?.focus();
  }

  private press(frame: PanelFrame, event: KeyboardEvent): boolean {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      this.remove(frame);
      return true;
    }
    return this.mover.press(frame, event);
  }

  private pressAnywhere(event: KeyboardEvent): void {
    const isUndo = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    const isTyping = event.target instanceof HTMLInputElement;
    if (isUndo && !isTyping) this.undo();
    else if (event.key === 'Escape') this.toggle(false);
    else return;
    event.preventDefault();
  }
}

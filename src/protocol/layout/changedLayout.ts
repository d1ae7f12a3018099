import { configDefaults } from './defaults';
import { moved, settled } from './grid';
import type { Layout, LayoutChange, Panel, PanelType, Place } from './layout';
import { layoutLimits as limits } from './limits';
import { soundChart, soundPanel } from './soundPanel';
import { soundPlace } from './soundPlace';

/** A change of a layout, short of going back to the usual one. */
export type LayoutEdit = Exclude<LayoutChange, { readonly kind: 'reset' }>;

/**
 * The layout after a change.
 * @param ids The ids that a new panel may not have.
 * @throws Error that says to people why the change cannot be made.
 */
export function changedLayout(layout: Layout, change: LayoutEdit, ids: readonly string[]): Layout {
  const { panels, grid } = layout;
  switch (change.kind) {
    case 'place':
      return { ...layout, panels: withPlaces(panels, change.places, grid.columns) };
    case 'add':
      return { ...layout, panels: withNew(panels, newPanel(change, ids), grid.columns) };
    case 'restore':
      if (ids.includes(change.panel.id))
        throw new Error(
          `The panel "${change.panel.id}" was not put back, since another one in the layout has its id by now. Add a new one instead.`,
        );
      return { ...layout, panels: withNew(panels, soundPanel(change.panel), grid.columns) };
    case 'remove':
      panelOf(layout, change.panel);
      return { ...layout, panels: panels.filter(({ id }) => id !== change.panel) };
    case 'rename':
      return changing(layout, change.panel, (panel) => titled(panel, change.title.trim()));
    case 'chart':
      return changing(layout, change.panel, (panel) => {
        if (panel.type !== 'performance_chart')
          throw new Error(`The panel "${panel.id}" is no chart, so it has no metrics to choose.`);
        return { ...panel, config: soundChart(change.config) };
      });
    case 'theme':
      return { ...layout, theme: { ...layout.theme, name: change.name } };
  }
}

/** The id of a new panel: its type, with a number where that is taken. */
export function newId(type: PanelType, ids: readonly string[]): string {
  const taken = new Set(ids);
  let id: string = type;
  for (let count = 2; taken.has(id); count++) id = `${type}_${count}`;
  return id;
}

/** A panel of the layout. @throws Error that says to people that it is not there. */
export function panelOf(layout: Layout, id: string): Panel {
  const found = layout.panels.find((panel) => panel.id === id);
  if (!found)
    throw new Error(
      `The panel "${id.slice(0, limits.id)}" is not in the layout any more, so it was not changed. It may have been removed in the file.`,
    );
  return found;
}

function changing(layout: Layout, id: string, change: (panel: Panel) => Panel): Layout {
  const found = panelOf(layout, id);
  return { ...layout, panels: layout.panels.map((panel) => (panel === found ? change(panel) : panel)) };
}

/** What is no longer there is passed over: the others still go where the user put them. */
function withPlaces(
  panels: readonly Panel[],
  places: readonly { readonly panel: string; readonly place: Place }[],
  columns: number,
): readonly Panel[] {
  const wanted = new Map(places.map(({ panel, place }) => [panel, place]));
  return settled(
    panels.map((panel) => ({ ...panel, place: soundPlace(wanted.get(panel.id) ?? panel.place) })),
    columns,
  );
}

function withNew(panels: readonly Panel[], panel: Panel, columns: number): readonly Panel[] {
  if (panels.length >= limits.panels)
    throw new Error(`A layout has at most ${limits.panels} panels. Remove one before you add another.`);
  return moved([...panels, panel], panel.id, soundPlace(panel.place), columns);
}

function newPanel(
  { panelType: type, place }: Extract<LayoutChange, { readonly kind: 'add' }>,
  ids: readonly string[],
): Panel {
  // The type of a panel and its configuration belong together, which is lost where all types are one.
  return { id: newId(type, ids), type, place, config: configDefaults[type] } as Panel;
}

function titled(panel: Panel, title: string): Panel {
  return soundPanel({ ...panel, title });
}

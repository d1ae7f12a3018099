import type { Layout, LayoutChange, Panel } from '../../../src/protocol/layout/layout';
import { newPanel } from './newPanel';

/** The layout after a change, until the host says what the file has become. */
export function changedLayout(layout: Layout, change: LayoutChange): Layout {
  const { panels } = layout;
  const changed = (id: string, to: (panel: Panel) => Panel): Layout => ({
    ...layout,
    panels: panels.map((panel) => (panel.id === id ? to(panel) : panel)),
  });
  switch (change.kind) {
    case 'place': {
      const places = new Map(change.places.map(({ panel, place }) => [panel, place]));
      return { ...layout, panels: panels.map((panel) => ({ ...panel, place: places.get(panel.id) ?? panel.place })) };
    }
    case 'add':
      return { ...layout, panels: [...panels, newPanel(change.panelType, change.place, panels)] };
    case 'remove':
      return { ...layout, panels: panels.filter(({ id }) => id !== change.panel) };
    case 'restore': {
      const { panel } = change;
      if (panels.some(({ id }) => id === panel.id)) return layout;
      return { ...layout, panels: [...panels, panel] };
    }
    case 'rename':
      return changed(change.panel, (panel) => renamed(panel, change.title));
    case 'chart':
      return changed(change.panel, (panel) =>
        panel.type === 'performance_chart' ? { ...panel, config: change.config } : panel,
      );
    case 'theme':
      return { ...layout, theme: { ...layout.theme, name: change.name } };
    case 'reset':
      // The host asks first, and knows what there was in the beginning.
      return layout;
  }
}

function renamed(panel: Panel, title: string): Panel {
  if (title !== '') return { ...panel, title };
  const usual = { ...panel };
  delete (usual as { title?: string }).title;
  return usual;
}

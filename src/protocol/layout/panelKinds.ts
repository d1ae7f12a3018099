import type { PanelType } from './layout';

export interface PanelKind {
  /** Stands over panels that have no title of their own. */
  readonly title: string;
  readonly meaning: string;
  /** Of a new panel, in cells. */
  readonly size: { readonly width: number; readonly height: number };
}

/** What each panel is, for people, and how large it begins. */
export const panelKinds: Readonly<Record<PanelType, PanelKind>> = {
  system_overview: {
    title: 'System overview',
    meaning: 'Charts of the machine and of token speed beside each other, each with its figure.',
    size: { width: 4, height: 1 },
  },
  energy_viz: {
    title: 'Energy',
    meaning: 'Power as ribbons and tokens as streams, with figures and units.',
    size: { width: 2, height: 2 },
  },
  performance_chart: {
    title: 'Performance',
    meaning: 'Chosen metrics over one stretch of time.',
    size: { width: 2, height: 2 },
  },
  alert_list: {
    title: 'Alerts',
    meaning: 'Alerts that are active or were lately.',
    size: { width: 2, height: 1 },
  },
  models: { title: 'Models', meaning: 'Model servers and what their models do.', size: { width: 2, height: 1 } },
  requests: { title: 'Requests', meaning: 'Requests to models, newest first.', size: { width: 2, height: 1 } },
  top_processes: {
    title: 'Top processes',
    meaning: 'The processes that take the most of the machine.',
    size: { width: 2, height: 1 },
  },
  user_experience: {
    title: 'User experience',
    meaning: 'How smoothly the views and the editor run.',
    size: { width: 1, height: 1 },
  },
  monitor_cost: {
    title: "Monitor's own cost",
    meaning: 'What the monitor itself takes.',
    size: { width: 1, height: 1 },
  },
  storage: {
    title: 'Storage',
    meaning: 'What is recorded, and the room that it takes.',
    size: { width: 2, height: 1 },
  },
};

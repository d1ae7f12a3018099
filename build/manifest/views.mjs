// @ts-check
import { alertsView } from './alertsView.mjs';

const container = 'wirthforge';
const overview = 'wirthforge.overview';
const panels = ['dashboard', 'energy', 'performance'];

/** The command that opens a panel. */
const opens = (/** @type {string} */ panel) => `wirthforge.open${panel[0]?.toUpperCase()}${panel.slice(1)}`;

const titleOf = (/** @type {string} */ panel) => `activeWebviewPanelId == 'wirthforge.${panel}'`;

/** From each panel to the other two. */
const betweenPanels = panels.flatMap((panel) =>
  panels
    .filter((other) => other !== panel)
    .map((other, at) => ({ command: opens(other), when: titleOf(panel), group: `navigation@${at + 1}` })),
);

/** The side bar and the buttons in titles, as parts of `contributes`. */
export const views = {
  viewsContainers: {
    activitybar: [{ id: container, title: 'Wirthforge', icon: 'media/activity.svg' }],
  },
  views: {
    [container]: [
      {
        id: overview,
        name: 'Overview',
        type: 'webview',
        contextualTitle: 'Wirthforge Overview',
        icon: 'media/activity.svg',
        visibility: 'visible',
        // It is higher than the list below it, which scrolls.
        initialSize: 2,
      },
      { ...alertsView.view, initialSize: 1 },
    ],
  },
  viewsWelcome: alertsView.viewsWelcome,
  menus: {
    'editor/title': [
      ...betweenPanels,
      { command: 'wirthforge.openLayout', when: titleOf('dashboard'), group: 'navigation@3' },
    ],
    'view/title': [
      ...panels.map((panel, at) => ({
        command: opens(panel),
        when: `view == ${overview}`,
        group: `navigation@${at + 1}`,
      })),
      { command: 'wirthforge.pause', when: `view == ${overview} && !wirthforge.paused`, group: 'navigation@4' },
      { command: 'wirthforge.resume', when: `view == ${overview} && wirthforge.paused`, group: 'navigation@4' },
      ...alertsView.menus['view/title'],
    ],
    'view/item/context': alertsView.menus['view/item/context'],
  },
};

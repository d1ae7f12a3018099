import type { ViewName } from '../../protocol/ux';

/** The views that are editors; the overview is in the side bar. */
export const panelNames = ['dashboard', 'energy', 'performance'] as const satisfies readonly ViewName[];
export type PanelName = (typeof panelNames)[number];

/** By which VS Code knows a view: a panel's type, under which it comes back after a reload, or the id in the side bar. */
export const viewId = (name: ViewName): string => `wirthforge.${name}`;

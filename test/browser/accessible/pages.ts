import type { EngineStatus } from '../../../src/protocol/status';
import type { ViewName } from '../../../src/protocol/ux';
import { usualLayout } from '../../../webview/dashboard/layout/usualLayout';
import { busyActivity } from '../busyActivity';
import { alertAt, busyAlerts, noticeOf } from '../busyAlerts';
import { busyMachine, busyStatus } from '../busyMachine';
import { energyMachine, energyStatus, start, twoModels } from '../energyMachine';
import { Feed } from '../feed';
import { PastHost, performanceMachine } from '../pastHost';
import type { ViewPage } from '../viewPage';

const now = start + 15_000;
const minute = 60_000;

/** What can be open or said on a page, one after the other. */
export interface PageState {
  readonly name: string;
  enter(view: ViewPage): Promise<void>;
  leave(view: ViewPage): Promise<void>;
}

/** A page with something of everything on it. */
export interface AccessiblePage {
  readonly name: ViewName;
  readonly script: string;
  readonly style: string;
  fill(view: ViewPage): Promise<void>;
  readonly states: readonly PageState[];
}

const press = (view: ViewPage, name: string | RegExp): Promise<void> =>
  view.page.getByRole('button', { name, exact: true }).first().click();
const escape = (view: ViewPage): Promise<void> => view.page.keyboard.press('Escape');
const stay = (): Promise<void> => Promise.resolve();

/** A page to which nothing came yet, and one of a machine without anything to tell. */
const emptyStates: readonly PageState[] = [
  { name: 'waiting', enter: (view: ViewPage): Promise<void> => view.tell({ type: 'reset' }), leave: stay },
  {
    name: 'empty',
    enter: (view: ViewPage): Promise<void> =>
      view.tell({ type: 'status', status: { ...busyStatus, runtimes: [] } }, new Feed().announcement, { type: 'live' }),
    leave: stay,
  },
  {
    name: 'paused',
    enter: (view: ViewPage): Promise<void> => view.tell({ type: 'status', status: pausedStatus }),
    leave: stay,
  },
];
const pausedStatus: EngineStatus = { ...busyStatus, paused: true };

async function fillDashboard(view: ViewPage): Promise<void> {
  const feed = busyMachine();
  await view.tell({ type: 'reset' }, { type: 'layout', layout: usualLayout });
  await view.tell(feed.announcement, { type: 'status', status: busyStatus }, feed.rows(now - minute, now));
  await view.tell({ type: 'live' }, { type: 'alerts', alerts: busyAlerts(now) });
  await view.tell({ type: 'activity', activity: busyActivity(now) });
}

const dashboard: AccessiblePage = {
  name: 'dashboard',
  // Where no editor shows notices, the page does.
  script: 'test/browser/browserMain.ts',
  style: 'webview/dashboard/dashboard.css',
  fill: fillDashboard,
  states: [
    {
      name: 'toasts',
      enter: async (view: ViewPage): Promise<void> => {
        await view.tell({ type: 'alerts', alerts: { ...busyAlerts(now), active: [alertAt(now, { id: 'alert-1' })] } });
        for (const level of ['warning', 'critical', 'info'] as const)
          await view.tell({ type: 'notice', notice: noticeOf(level.length, { level }) });
      },
      leave: async (view: ViewPage): Promise<void> => {
        const close = view.page.locator('.toast').getByRole('button', { name: /^Close/ });
        while ((await close.count()) > 0) await close.first().click();
        await view.tell({ type: 'alerts', alerts: busyAlerts(now) });
      },
    },
    {
      name: 'problem',
      enter: (view: ViewPage): Promise<void> => {
        const problem = 'layout.json, line 7: "colums" is no key. Did you mean "columns"?';
        return view.tell({ type: 'layout', layout: usualLayout, problem });
      },
      leave: (view: ViewPage): Promise<void> => view.tell({ type: 'layout', layout: usualLayout }),
    },
    {
      name: 'edit mode',
      enter: (view: ViewPage): Promise<void> => press(view, 'Edit layout'),
      leave: stay,
    },
    {
      name: 'list of panels',
      enter: (view: ViewPage): Promise<void> => press(view, 'Add panel'),
      leave: async (view: ViewPage): Promise<void> => {
        await escape(view);
        await press(view, 'Done');
      },
    },
    ...emptyStates,
  ],
};

const energy: AccessiblePage = {
  name: 'energy',
  script: 'webview/energy/main.ts',
  style: 'webview/energy/energy.css',
  fill: async (view: ViewPage): Promise<void> => {
    const feed = energyMachine(twoModels);
    await view.tell({ type: 'reset' }, feed.announcement, { type: 'status', status: energyStatus(twoModels) });
    await view.tell(feed.rows(now - 5000, now), { type: 'live' });
  },
  states: [
    {
      name: 'numbers',
      enter: (view: ViewPage): Promise<void> => view.page.getByText('Show numbers').click(),
      leave: (view: ViewPage): Promise<void> => view.page.locator('.energy-numbers summary').click(),
    },
    {
      name: 'figures',
      enter: (view: ViewPage): Promise<void> => press(view, 'Figures'),
      leave: (view: ViewPage): Promise<void> => press(view, /particles|Flow/i),
    },
    ...emptyStates,
  ],
};

const performance: AccessiblePage = {
  name: 'performance',
  script: 'webview/performance/main.ts',
  style: 'webview/performance/performance.css',
  fill: async (view: ViewPage): Promise<void> => {
    const feed = performanceMachine();
    await view.tell({ type: 'reset' }, feed.announcement, { type: 'status', status: busyStatus });
    await view.tell(feed.rows(now - 5 * minute, now), { type: 'live' });
    await press(view, '24 h');
    await new PastHost(view, feed).settle();
  },
  states: [
    {
      name: 'comparison, quantiles and alerts',
      enter: async (view: ViewPage): Promise<void> => {
        await press(view, 'Quantiles');
        await view.page.getByLabel('Compare with an earlier time').selectOption({ index: 1 });
        await view.page.locator('.marks summary').click();
        await new PastHost(view, performanceMachine()).settle();
      },
      leave: stay,
    },
    {
      name: 'picker',
      enter: async (view: ViewPage): Promise<void> => {
        await view.page.locator('.picker-button').click();
        await new PastHost(view, performanceMachine()).settle();
      },
      leave: escape,
    },
    ...emptyStates,
  ],
};

const overview: AccessiblePage = {
  name: 'overview',
  script: 'webview/overview/main.ts',
  style: 'webview/overview/overview.css',
  fill: async (view: ViewPage): Promise<void> => {
    const feed = busyMachine();
    await view.tell({ type: 'reset' }, feed.announcement, { type: 'status', status: busyStatus });
    await view.tell(feed.rows(now - minute, now), { type: 'live' }, { type: 'alerts', alerts: busyAlerts(now) });
  },
  states: emptyStates,
};

export const accessiblePages: readonly AccessiblePage[] = [overview, energy, performance, dashboard];

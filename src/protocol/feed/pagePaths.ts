/** The views that have a page in a browser, and where it is. */
export const pagePaths = { dashboard: '/', energy: '/energy', performance: '/performance' } as const;

export type PageView = keyof typeof pagePaths;

export const pageViews = Object.keys(pagePaths) as readonly PageView[];

/** Where pages are fed: a WebSocket with the view as `name`. */
export const feedPath = '/ws/view';
/** What its two ends speak. */
export const feedProtocol = 'wirthforge-view';
/** Among the protocols that a page offers, before what shows that it has a ticket. */
export const ticketPrefix = 'wirthforge-ticket.';

/** What a server signs with the key of a ticket for the page that showed it: nothing that a page signs begins so. */
export function answerText(shown: string): string {
  return `answer ${shown}`;
}

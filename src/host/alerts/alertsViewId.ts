/** Id of the alerts view in the side bar. */
export const alertsViewId = 'wirthforge.alerts';

/** VS Code's own command that brings the view to the front. */
export const focusAlertsCommand = `${alertsViewId}.focus`;

// @ts-check

const view = 'wirthforge.alerts';

/** @param {string} command @param {string} group @param {string} [items] Regular expression of the entries it is for. */
const menu = (command, group, items) => ({
  command: `wirthforge.${command}`,
  when: items === undefined ? `view == ${view}` : `view == ${view} && viewItem =~ /^(${items})$/`,
  group,
});

const canAcknowledge = 'alert.firing|incident.firing';
const canSilence = 'alert.pending|alert.firing|alert.acknowledged|incident.firing|incident.seen';
const isSilenced = 'alert.silenced|alert.silencedPending|silence';

const isOn = 'config.wirthforge.enabled && config.wirthforge.alerts.enabled';

/** The alerts view in the side bar: itself, what it says while it is empty, and its menus. */
export const alertsView = {
  view: {
    id: view,
    name: 'Alerts',
    contextualTitle: 'Wirthforge Alerts',
    icon: 'media/activity.svg',
    visibility: 'visible',
  },
  viewsWelcome: [
    {
      view,
      when: `${isOn} && wirthforge.alertsKnown`,
      contents: [
        'No rule is watched, so there are no alerts.',
        '[Open Alert Rules](command:wirthforge.openAlertRules)',
      ].join('\n'),
    },
    {
      view,
      when: `${isOn} && !wirthforge.alertsKnown`,
      contents: [
        'The monitor has not told yet where alerts stand. If this stays so, its log says why.',
        '[Show Log](command:wirthforge.showLog)',
      ].join('\n'),
    },
    {
      view,
      when: `!(${isOn})`,
      contents: [
        'Alert rules are not looked at: monitoring or alerts are switched off in the settings.',
        '[Open Settings](command:workbench.action.openSettings?%22wirthforge.alerts.enabled%22)',
      ].join('\n'),
    },
  ],
  menus: {
    'view/title': [menu('openAlertRules', 'navigation@1'), menu('testAlertRules', 'navigation@2')],
    'view/item/context': [
      menu('acknowledgeAlert', 'inline@1', canAcknowledge),
      menu('silenceAlertForAnHour', 'inline@2', canSilence),
      menu('unsilenceAlert', 'inline@1', isSilenced),
      menu('acknowledgeAlert', '1_alert@1', canAcknowledge),
      menu('silenceAlertForAnHour', '1_alert@2', canSilence),
      menu('silenceAlert', '1_alert@3', canSilence),
      menu('unsilenceAlert', '1_alert@4', isSilenced),
      menu('showAlertRule', '2_rule@1', 'alert\\..*|silence'),
    ],
  },
};

// @ts-check
import { dataFiles } from './dataFiles.mjs';
import { inSections } from './sections.mjs';
import { views } from './views.mjs';
import { walkthrough } from './walkthrough.mjs';

/** What the extension is, as the list of extensions says it. */
export const product =
  'Live CPU, memory, disk, network and local-model tokens per second, in the editor. Nothing leaves the machine.';

/** Commands that make sense only sometimes. @type {Record<string, string>} */
export const paletteWhen = {
  pause: '!wirthforge.paused',
  resume: 'wirthforge.paused',
  // They are about an entry that was clicked on; the palette has the ones that ask which.
  showAlertRule: 'false',
  silenceAlertForAnHour: 'false',
};

/** The `contributes` of package.json. @param {import('./tables.mjs').Tables} tables */
export function contributes({ settings, commands }) {
  return {
    commands: Object.entries(commands).map(([name, { title, icon }]) => ({
      command: `wirthforge.${name}`,
      title,
      category: 'Wirthforge',
      icon,
    })),
    menus: {
      commandPalette: Object.entries(paletteWhen).map(([name, when]) => ({ command: `wirthforge.${name}`, when })),
      ...views.menus,
    },
    viewsContainers: views.viewsContainers,
    views: views.views,
    viewsWelcome: views.viewsWelcome,
    configuration: inSections(settings).map((section) => ({
      title: section.title,
      properties: Object.fromEntries(
        section.settings.map(([key, setting], order) => [
          `wirthforge.${key}`,
          {
            ...setting.schema,
            default: setting.default,
            description: setting.description,
            scope: setting.scope,
            order,
          },
        ]),
      ),
    })),
    // In a remote window VS Code offers every port that opens for forwarding; this one is not meant to leave its machine.
    configurationDefaults: {
      'remote.portsAttributes': { '9445-9545': { label: 'Wirthforge Monitor', onAutoForward: 'ignore' } },
    },
    ...dataFiles,
    walkthroughs: [walkthrough],
  };
}

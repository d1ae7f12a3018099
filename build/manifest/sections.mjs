// @ts-check

/** Sections of the settings, in their order; a setting belongs to the first whose pattern its key fits. */
const sections = [
  { title: 'Models', pattern: /^(runtimes|runtimeDiscovery$|proxy\.|collectors\.model\.)/ },
  { title: 'Collectors', pattern: /^(enabled$|collectors\.)/ },
  { title: 'Energy', pattern: /^energy\./ },
  { title: 'Aggregation and memory', pattern: /^(aggregation|memory)\./ },
  { title: 'Store', pattern: /^(store|retention|backup)\./ },
  { title: 'Alerts', pattern: /^(alerts|agents)\./ },
  { title: 'Server', pattern: /^server\./ },
  { title: 'Looks', pattern: /^(statusBar|log)\./ },
];
const shownOrder = ['Collectors', 'Models', 'Energy', 'Aggregation and memory', 'Store', 'Alerts', 'Server', 'Looks'];

/**
 * The settings by section, in the order in which they are shown.
 * @param {Record<string, import('./tables.mjs').Setting>} settings
 * @returns {{ title: string, settings: [string, import('./tables.mjs').Setting][] }[]}
 */
export function inSections(settings) {
  const titleOf = (/** @type {string} */ key) => {
    const section = sections.find(({ pattern }) => pattern.test(key));
    if (!section)
      throw new Error(`The setting ${key} fits no section: name one for it in build/manifest/sections.mjs.`);
    return section.title;
  };
  const titles = new Map(Object.keys(settings).map((key) => [key, titleOf(key)]));
  return shownOrder.map((title) => ({
    title,
    settings: Object.entries(settings).filter(([key]) => titles.get(key) === title),
  }));
}

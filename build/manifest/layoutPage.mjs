// @ts-check
import { filledPage, table, wordTable } from './pageParts.mjs';

/** The page of layouts, with its tables as they are now. @param {string} text The page as it is. @param {import('./tables.mjs').Tables} tables */
export function layoutPage(text, { layout: { meanings, kinds, limits } }) {
  const rows = Object.entries(kinds).map(([type, { title, meaning, size }]) => [
    `\`${type}\``,
    title,
    meaning,
    `${size.width} × ${size.height}`,
  ]);
  return filledPage('docs/layout.md', text, {
    layout: wordTable('Key', meanings.layout),
    grid: wordTable('Key', meanings.grid),
    panel: wordTable('Key', meanings.panel),
    types: table(['Type', 'Usual title', 'Shows', 'Usual size'], rows),
    config: wordTable('Key', meanings.config),
    overview: wordTable('Metric', meanings.overview),
    visualization: wordTable('Visualization', meanings.visualization),
    chartMetric: wordTable('Key', meanings.chartMetric),
    theme: wordTable('Theme', meanings.themeName),
    colour: wordTable('Colour', meanings.colour),
    limits: [
      `A file has at most ${Number(limits['text']) / 1024 / 1024} MiB; a layout has at most ${limits['columns']} columns and`,
      `${limits['panels']} panels, a chart at most ${limits['metrics']} metrics, a title at most ${limits['words']} characters.`,
    ].join('\n'),
  });
}

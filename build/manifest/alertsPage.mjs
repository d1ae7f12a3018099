// @ts-check
import { filledPage, table, wordTable } from './pageParts.mjs';

/** @typedef {import('./tables.mjs').Tables} Tables */

/** The page of alert rules, with its tables as they are now. @param {string} text The page as it is. @param {Tables} tables */
export function alertsPage(text, tables) {
  return filledPage('docs/alerts.md', text, partsOf(tables));
}

/** @param {Tables} tables @returns {Record<string, string>} */
function partsOf({ rules: { meanings, limits, namedFigures } }) {
  return {
    rule: wordTable('Key', meanings.rule),
    condition: wordTable('Key', meanings.condition),
    operator: wordTable('Operator', meanings.operator),
    aggregation: wordTable('Aggregation', meanings.aggregation),
    bound: wordTable('Key', meanings.bound),
    baseline: wordTable('Key', meanings.baseline),
    inhibition: wordTable('Key', meanings.inhibition),
    action: wordTable('Action', meanings.action),
    actionKey: wordTable('Key', meanings.actionKey),
    limits: limitsText(limits),
    named: table(['Name', 'Of the machine or the monitor', 'Of an agent'], namedFigures.map(namedRow)),
  };
}

/** @param {Tables['rules']['limits']} limits */
function limitsText(limits) {
  const count = (/** @type {keyof typeof limits} */ key) => Number(limits[key]).toLocaleString('en-US');
  return [
    `A file has at most ${Number(limits['text']) / 1024 / 1024} MiB and ${count('rules')} rules. A rule has at most`,
    `${count('leaves')} comparisons in groups ${count('depth')} deep, ${count('actions')} actions, ${count('labels')} labels,`,
    `${count('inhibits')} entries of \`inhibits\` and ${count('escalations')} steps of \`escalate\`; its texts have at most`,
    `${count('words')} characters, and its id ${count('name')} letters, digits, dots, dashes and underscores.`,
  ].join('\n');
}

/** @param {[string, import('./tables.mjs').NamedFigure]} entry */
function namedRow([name, { machine, agent }]) {
  return [`\`${name}\``, figureText(machine), figureText(agent)];
}

/** @param {import('./tables.mjs').KnownFigure | undefined} figure */
function figureText(figure) {
  if (!figure) return '';
  const { metric, labels, aggregation = 'avg', windowMs } = figure;
  const series = labels ? `{${Object.entries(labels).map(([name, value]) => `${name}=${value}`)}}` : '';
  return `\`${metric}${series}\`, ${aggregation} over ${windowMs < 60_000 ? `${windowMs / 1000} s` : `${windowMs / 60_000} min`}`;
}

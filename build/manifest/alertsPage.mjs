// @ts-check

/** @typedef {import('./tables.mjs').Tables} Tables */

/**
 * The page of alert rules, of which the parts between `<!-- begin NAME -->` and `<!-- end NAME -->` come from the code.
 * @param {string} text The page as it is. @param {Tables} tables
 */
export function alertsPage(text, tables) {
  const parts = partsOf(tables);
  const filled = new Set();
  const page = text.replace(/(<!-- begin (\w+) -->\n)[^]*?(<!-- end \2 -->)/g, (_, begin, name, end) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`docs/alerts.md asks for the part ${name}, which nothing makes.`);
    filled.add(name);
    return `${begin}\n${part}\n\n${end}`;
  });
  const left = Object.keys(parts).filter((name) => !filled.has(name));
  if (left.length > 0) throw new Error(`docs/alerts.md has no place for ${left.join(', ')}.`);
  return page;
}

/** @param {Tables} tables @returns {Record<string, string>} */
function partsOf({ rules: { meanings, limits, namedFigures } }) {
  const keyed = (/** @type {string} */ head, /** @type {Record<string, string>} */ words) =>
    table(
      [head, 'Meaning'],
      Object.entries(words).map(([key, meaning]) => [`\`${key}\``, meaning]),
    );
  return {
    rule: keyed('Key', meanings.rule),
    condition: keyed('Key', meanings.condition),
    operator: keyed('Operator', meanings.operator),
    aggregation: keyed('Aggregation', meanings.aggregation),
    bound: keyed('Key', meanings.bound),
    baseline: keyed('Key', meanings.baseline),
    inhibition: keyed('Key', meanings.inhibition),
    action: keyed('Action', meanings.action),
    actionKey: keyed('Key', meanings.actionKey),
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

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

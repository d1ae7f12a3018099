import fc from 'fast-check';
import { Tokens } from '../../../../src/protocol/text/tokens';
import { overviewMetrics, panelTypes, themeNames } from '../../../../src/protocol/layout/layout';

const title = fc.constantFrom('', 'CPU', 'Über // alles', 'a "quoted" /* one */', 'Ω');
const metricIds = ['system.cpu_percent', 'system.memory_percent', 'model.ttft_ms', 'monitor.samples', 'system.no_such'];
const chartMetric = fc.oneof(
  fc.constantFrom(...metricIds),
  fc.record(
    {
      source: fc.constant('system'),
      metric: fc.constantFrom('cpu_core_percent', 'cpu_percent'),
      name: title,
      labels: fc.dictionary(fc.constantFrom('core', 'mount'), fc.constantFrom('0', '/home'), { maxKeys: 2 }),
    },
    { requiredKeys: ['source', 'metric'] },
  ),
  fc.constant(7),
);
const config = fc.oneof(
  fc.record(
    {
      metrics: fc.oneof(fc.array(chartMetric, { maxLength: 5 }), fc.constant('none')),
      timeWindow: fc.constantFrom('5m', '1h', '90s', 'soon'),
      sources: fc.constant(['system']),
    },
    { requiredKeys: [] },
  ),
  fc.record({ metrics: fc.subarray([...overviewMetrics, 'speed']) }),
  fc.record({ severityFilter: fc.constant(['critical', 'warning']), maxAlerts: fc.integer({ min: -1, max: 120 }) }),
  fc.constant('none'),
);
const cell = fc.integer({ min: 0, max: 6 });
const panel = fc.record(
  {
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'models', 'f g'),
    type: fc.oneof(
      { weight: 3, arbitrary: fc.constant('performance_chart') },
      { weight: 5, arbitrary: fc.constantFrom(...panelTypes, 'unheard_of') },
    ),
    title,
    position: fc.oneof(
      { weight: 5, arbitrary: fc.record({ x: cell, y: cell }) },
      { weight: 1, arbitrary: fc.constantFrom({ x: 1 }, 'left') },
    ),
    size: fc.record({ width: fc.integer({ min: 1, max: 7 }), height: fc.integer({ min: 1, max: 4 }) }),
    config,
    note: fc.constant({ of: ['mine'] }),
  },
  { requiredKeys: ['id', 'type'] },
);
const layoutFile = fc.record({
  layout: fc.record(
    {
      id: fc.constant('mine'),
      grid: fc.record({ columns: fc.integer({ min: 1, max: 6 }), rows: cell, gap: cell }, { requiredKeys: [] }),
      panels: fc.array(panel, { maxLength: 7 }),
      theme: fc.oneof(
        fc.record({ name: fc.constantFrom(...themeNames, 'pink'), colors: fc.constant({ primary: '#FFF' }) }),
        fc.constant('dark'),
        fc.constant({}),
      ),
    },
    { requiredKeys: ['panels'] },
  ),
});

const gap = fc.constantFrom('', '', '', ' ', '\n', '\n  ', ' /*#*/ ', ' //#\n', '\n  //#\n  ', '\r\n\t');
const noCommaHere = new Set(['{', '[', ',', ':']);

/** Texts of layouts as people leave them: with comments, blanks and commas anywhere, and some mistakes. */
export const layoutText = fc
  .tuple(layoutFile, fc.infiniteStream(gap), fc.infiniteStream(fc.nat(9)), fc.constantFrom(undefined, 2, '\t'))
  .map(([file, gaps, chances, indent]) => spiced(JSON.stringify(file, null, indent), gaps, chances));

function spiced(json: string, gaps: Iterator<string>, chances: Iterator<number>): string {
  const tokens = new Tokens(json, 1e6);
  const parts: string[] = [];
  let end = 0;
  let count = 0;
  let before = '{';
  while (tokens.kind !== 'end') {
    const isClosing = tokens.kind === ']' || tokens.kind === '}';
    if (isClosing && !noCommaHere.has(before) && chances.next().value === 0) parts.push(',');
    parts.push(json.slice(end, tokens.offset));
    parts.push(String(gaps.next().value).replace('#', () => ` c${count++} `));
    parts.push(json.slice(tokens.offset, tokens.end));
    ({ kind: before, end } = tokens);
    tokens.next();
  }
  return parts.join('');
}

/** The comments of a text, each with its place. */
export function commentsOf(text: string): readonly { readonly offset: number; readonly words: string }[] {
  const found: { offset: number; words: string }[] = [];
  const form = /"(?:[^"\\]|\\.)*"|\/\/[^\r\n]*|\/\*[^]*?\*\//g;
  for (const match of text.matchAll(form))
    if (!match[0].startsWith('"')) found.push({ offset: match.index, words: match[0].trim() });
  return found;
}

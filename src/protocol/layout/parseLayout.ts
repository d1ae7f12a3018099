import type { Node } from 'jsonc-parser';
import { Problems } from '../text/problems';
import { didYouMean } from '../text/nearestNames';
import { shown } from '../text/shown';
import { membersOf, valueOf } from '../text/tree';
import { layoutDefaults } from './defaults';
import { freePlace, fitted, overlap, settled } from './grid';
import type { Layout, Panel, Place, Theme } from './layout';
import { type LayoutProblems, LayoutScope, type LayoutText, type ReadLayout } from './layoutText';
import { layoutLimits as limits } from './limits';
import { readPanel, type ReadPanel } from './readPanel';
import { readParts } from './readParts';
import { readTree } from './readTree';
import { coloursShape, gridShape, rootShape, themeShape } from './shapes';
import { soundPlace } from './soundPlace';

/** Reads a layout file. Each good panel in it is in force whatever is wrong with others; it never throws. */
export function parseLayout(text: string): LayoutText {
  const { layout, problems, ids } = readLayout(text);
  return { layout, problems, ids };
}

/** The same with places in the text. */
export function readLayout(text: string): ReadLayout {
  const problems: LayoutProblems = new Problems(text, limits.problems);
  const tree = readTree(text, problems);
  const root = tree && rootOf(tree, problems);
  const list = root && membersOf(root)?.get('panels')?.value;
  if (root === undefined || list?.type !== 'array') {
    if (root) problems.add('error', list ?? root, `${noPanels(list)} ${before}`);
    return { layout: undefined, problems: problems.list(), ids: [], root: undefined, nodes: new Map() };
  }
  const scope = new LayoutScope(problems, undefined);
  const { id, name, version } = { ...layoutDefaults, ...readParts(root, rootShape, scope) };
  const grid = { ...layoutDefaults.grid, ...readParts(membersOf(root)?.get('grid')?.value, gridShape, scope) };
  const theme = readTheme(membersOf(root)?.get('theme')?.value, scope);
  const { panels, nodes, ids } = readPanels(list, grid.columns, problems);
  const layout: Layout = { id, name, version, grid, panels, theme };
  return { layout, problems: problems.list(), ids, root, nodes };
}

const before = 'The layout of before stays in force.';
const rootKeys = ['layout', '$schema'];

function rootOf(tree: Node, problems: LayoutProblems): Node | undefined {
  const members = membersOf(tree);
  const root = members?.get('layout')?.value;
  if (root?.type !== 'object') {
    const near = [...(members?.keys() ?? [])].flatMap((key) => didYouMean(key, rootKeys))[0] ?? '';
    problems.add('error', root ?? tree, `A layout file is {"layout": {"panels": [ … ]}}.${near} ${before}`);
    return undefined;
  }
  for (const [key, { key: span }] of members ?? [])
    if (!rootKeys.includes(key))
      problems.add('warning', span, `${shown(key)} means nothing here and is ignored.${didYouMean(key, rootKeys)}`);
  return root;
}

function noPanels(list: Node | undefined): string {
  return list === undefined
    ? '"panels" is missing. It takes a list of panels, which may be empty: [].'
    : `"panels" takes a list of panels; got ${shown(valueOf(list))}.`;
}

function readTheme(node: Node | undefined, scope: LayoutScope): Theme {
  const { name } = { ...layoutDefaults.theme, ...readParts(node, themeShape, scope) };
  const written = readParts(node && membersOf(node)?.get('colors')?.value, coloursShape, scope);
  const colours = Object.entries(written).map(([key, colour]) => [key, longColour(colour)]);
  return { name, colours: Object.fromEntries(colours) as Theme['colours'] };
}

/** `#fff` as `#ffffff`. */
function longColour(colour: string): string {
  const digits = colour.slice(1).toLowerCase();
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}

interface Found {
  readonly panel: ReadPanel;
  readonly node: Node;
  readonly scope: LayoutScope;
}

function readPanels(
  list: Node,
  columns: number,
  problems: LayoutProblems,
): Pick<ReadLayout, 'nodes' | 'ids'> & Pick<Layout, 'panels'> {
  const found = new Map<string, Found>();
  const ids: string[] = [];
  for (const node of list.children ?? []) {
    const written: unknown = membersOf(node)?.get('id')?.value.value;
    const id = typeof written === 'string' ? written.slice(0, limits.id) : undefined;
    const scope = new LayoutScope(problems, id === undefined ? undefined : { panel: id });
    if (id !== undefined) ids.push(id);
    const first = id === undefined ? undefined : found.get(id);
    if (first) {
      const line = problems.lineOf(first.node.offset);
      scope.error(
        membersOf(node)?.get('id')?.value ?? node,
        `The id ${shown(id)} is taken by the panel in line ${line}. This one is left out: give it an id of its own.`,
      );
      continue;
    }
    const panel = readPanel(node, scope);
    if (panel === undefined) continue;
    if (found.size === limits.panels) {
      scope.error(node, `A layout has at most ${limits.panels} panels. This one and those after it are left out.`);
      break;
    }
    found.set(panel.id, { panel, node, scope });
  }
  const nodes = new Map([...found].map(([id, { node }]) => [id, node]));
  return { panels: placed([...found.values()], columns), nodes, ids };
}

/** All where they are written, as far as the grid has room there; the others after them where there is some. */
function placed(found: readonly Found[], columns: number): readonly Panel[] {
  const written = found.flatMap(({ panel: { id, position, size }, ...rest }) =>
    position ? [{ id, ...rest, place: { ...position, ...size } }] : [],
  );
  const standing = settled(
    written.map((one) => ({ ...one, place: soundPlace(one.place) })),
    columns,
  );
  for (const [index, { node, scope, place }] of written.entries())
    warnOfPlace({ node, scope, place }, standing[index]!.place, written.slice(0, index), columns);
  const places = new Map(standing.map(({ id, place }) => [id, place]));
  const taken = standing.map(({ id, place }) => ({ id, place }));
  for (const { panel } of found) {
    if (places.has(panel.id)) continue;
    const place = freePlace(taken, panel.size, columns);
    places.set(panel.id, place);
    taken.push({ id: panel.id, place });
  }
  return found.map(({ panel: { id, type, title, config } }) => {
    const panel = { id, type, ...(title === undefined ? {} : { title }), config, place: places.get(id)! };
    // The type of a panel and its configuration belong together, which is lost where all types are one.
    return panel as Panel;
  });
}

function warnOfPlace(
  { node, scope, place }: { readonly node: Node; readonly scope: LayoutScope; readonly place: Place },
  shownAt: Place,
  others: readonly { readonly id: string; readonly place: Place }[],
  columns: number,
): void {
  const within = fitted(place, columns);
  const where = membersOf(node)?.get('position')?.value ?? node;
  if (within !== place)
    scope.warning(
      where,
      () =>
        `This panel ends in column ${place.x + place.width}, and the grid has ${columns}. It is shown in columns ${within.x + 1} to ${within.x + within.width}: make it narrower, move it left, or give the grid more columns.`,
    );
  if (soundPlace(place) !== place)
    scope.warning(
      where,
      () =>
        `This panel begins in row ${place.y + 1}, below which others have no room. It is shown with "y": ${shownAt.y}; that is as low as panels go.`,
    );
  else if (shownAt.y !== place.y)
    scope.warning(where, () => {
      const other = others.find((one) => overlap(fitted(one.place, columns), within));
      const what = other === undefined ? 'another panel' : shown(other.id);
      return `This panel would cover ${what} and is shown further down, with "y": ${shownAt.y}.`;
    });
}

import { applyEdits, type Edit, type Node } from 'jsonc-parser';
import { insertElement, removeElements, setMember, setValue } from '../text/edit/textEdits';
import { membersOf } from '../text/tree';
import { changeChartText } from './changeChartText';
import { changedLayout, type LayoutEdit, panelOf } from './changedLayout';
import type { Place } from './layout';
import type { ReadLayout } from './layoutText';
import { panelWords, placeWords } from './panelWords';
import { readLayout } from './parseLayout';

/**
 * The text of a layout file after a change; its comments and its order stay.
 * @throws Error that says to people why the change cannot be made.
 */
export function changeLayoutText(text: string, change: LayoutEdit): string {
  const read = readLayout(text);
  const { layout, root, ids, problems } = read;
  if (layout === undefined || root === undefined) throw new Error(brokenWords(problems[0]));
  const target = changedLayout(layout, change, ids);
  const list = membersOf(root)?.get('panels')?.value;
  switch (change.kind) {
    case 'place':
      return putPlaces(text, target.panels);
    case 'add':
    case 'restore': {
      const added = target.panels.at(-1);
      const edits = list && added ? insertElement(text, list, list.children?.length ?? 0, panelWords(added)) : [];
      return putPlaces(applyEdits(text, edits), target.panels);
    }
    case 'remove':
      return putPlaces(removePanels(text, read, change.panel), target.panels);
    case 'rename':
      return rename(text, read, change.panel, panelOf(target, change.panel).title ?? '');
    case 'chart':
      return changeChartText(text, change.panel, change.config);
    case 'theme':
      return applyEdits(text, themeEdits(text, root, change.name));
  }
}

function brokenWords(first: ReadLayout['problems'][number] | undefined): string {
  const where = first === undefined ? '' : ` Line ${first.line}: ${first.message}`;
  return `The layout was not changed, for its file cannot be read as it is.${where} Open the layout, correct it and save it; then change it here again.`;
}

/** Also those of the same id that were left out for that, of which one would now come up in its place. */
function removePanels(text: string, { root }: ReadLayout, id: string): string {
  const list = root && membersOf(root)?.get('panels')?.value;
  if (list === undefined) return text;
  const indexes = (list.children ?? []).flatMap((node, index) =>
    membersOf(node)?.get('id')?.value.value === id ? index : [],
  );
  return applyEdits(text, removeElements(text, list, indexes));
}

function rename(text: string, { nodes }: ReadLayout, id: string, title: string): string {
  const node = nodes.get(id);
  if (node === undefined || (title === '' && membersOf(node)?.get('title') === undefined)) return text;
  // A key that stays, with nothing in it, keeps the comments around it.
  return applyEdits(text, setMember(text, node, 'title', title));
}

function themeEdits(text: string, root: Node, name: string): Edit[] {
  const theme = membersOf(root)?.get('theme')?.value;
  return theme?.type === 'object' ? setMember(text, theme, 'name', name) : setMember(text, root, 'theme', { name });
}

/** Writes all places that the text says otherwise, so that it says what is on the screen. */
function putPlaces(text: string, panels: readonly { readonly id: string; readonly place: Place }[]): string {
  let now = text;
  // What a panel misses is inserted at its end, which moves there what else it misses: so one at a time in each.
  for (;;) {
    const { nodes } = readLayout(now);
    const edits = panels.flatMap(({ id, place }) => {
      const node = nodes.get(id);
      return node ? nextOf(placeEdits(now, node, place)) : [];
    });
    if (edits.length === 0) return now;
    now = applyEdits(now, edits);
  }
}

/** Those that only replace, which can be made at once; else the first. */
function nextOf(edits: readonly Edit[][]): readonly Edit[] {
  const replacing = edits.filter((edit) => edit.every(({ length }) => length > 0));
  return replacing.length > 0 ? replacing.flat() : (edits[0] ?? []);
}

function placeEdits(text: string, panel: Node, place: Place): Edit[][] {
  return Object.entries(placeWords(place)).flatMap(([key, wanted]) => {
    const object = membersOf(panel)?.get(key)?.value;
    if (object?.type !== 'object') return [setMember(text, panel, key, wanted)];
    return Object.entries(wanted).flatMap(([name, value]) => {
      const node = membersOf(object)?.get(name)?.value;
      if (node === undefined) return [setMember(text, object, name, value)];
      return node.value === value ? [] : [setValue(text, node, value)];
    });
  });
}

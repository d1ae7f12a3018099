import { applyEdits, type Edit, type Node } from 'jsonc-parser';
import { insertElement, removeElement, setMember, setValue } from '../text/edit/textEdits';
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
      return putPlaces(removePanel(text, change.panel), target.panels);
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

/** Also one of the same id that was left out for that, and would now come up in its place. */
function removePanel(text: string, id: string): string {
  let now = text;
  for (;;) {
    const { root, nodes } = readLayout(now);
    const list = root && membersOf(root)?.get('panels')?.value;
    const node = nodes.get(id);
    if (list === undefined || node === undefined) return now;
    now = applyEdits(now, removeElement(now, list, list.children?.indexOf(node) ?? -1));
  }
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
  // Where something is missing it is inserted, which moves what comes after: so one at a time.
  for (;;) {
    const { nodes } = readLayout(now);
    const edits = panels.flatMap(({ id, place }) => {
      const node = nodes.get(id);
      return node ? placeEdits(now, node, place) : [];
    });
    const [first] = edits;
    if (first === undefined) return now;
    const replacing = edits.filter((edit) => edit.every(({ length }) => length > 0));
    now = applyEdits(now, replacing.length > 0 ? replacing.flat() : first);
  }
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

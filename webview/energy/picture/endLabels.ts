import { attributes, el, setText } from '../../shared/dom';
import { setHint } from '../../shared/hint';
import { KeyedList, type Entry } from '../../shared/keyedList';
import { textOf } from '../../shared/reading';
import type { Ribbon, Scene } from '../flow/scene';
import { ribbonName, ribbonReading } from './ribbonFacts';

/** Where a ribbon begins or ends at the edge of the picture, and what it is called. */
interface End {
  readonly ribbon: Ribbon;
  readonly hint: string;
  /** CSS pixels from the top of the picture. */
  readonly y: number;
  readonly isSource: boolean;
}

/** Names and numbers beside the ends of ribbons. Each can have the focus, and then tells all that is known. */
export class EndLabels {
  readonly root = el('ul', 'energy-ends');
  private readonly list: KeyedList<End>;

  constructor(label: string) {
    this.root.setAttribute('aria-label', label);
    this.list = new KeyedList(
      this.root,
      ({ ribbon }) => ribbon.key,
      () => new EndLabel(),
      () => undefined,
    );
  }

  write({ ribbons }: Scene, hintOf: (ribbon: Ribbon) => string): void {
    this.list.write(ribbons.map((ribbon) => ({ ribbon, hint: hintOf(ribbon), ...placeOf(ribbon) })));
  }
}

class EndLabel implements Entry<End> {
  private readonly name = el('span', 'energy-end-name');
  private readonly value = el('b');
  readonly root = el('li', 'energy-end', this.name, this.value);

  constructor() {
    this.root.tabIndex = 0;
  }

  write({ ribbon, hint, y, isSource }: End): void {
    const { root } = this;
    const [name, value] = [ribbonName(ribbon), textOf(ribbonReading(ribbon))];
    setText(this.name, name);
    setText(this.value, value);
    // Items of a list are not named by what is in them.
    attributes(root, { 'aria-label': `${name}: ${value}` });
    setHint(root, hint);
    attributes(root, { 'data-side': isSource ? 'from' : 'to', 'data-key': ribbon.key });
    root.style.setProperty('--y', `${Math.round(y)}px`);
  }
}

const sources: ReadonlySet<Ribbon['role']> = new Set(['domain', 'other', 'machine']);

function placeOf({ role, path: { points } }: Ribbon): Pick<End, 'y' | 'isSource'> {
  const isSource = sources.has(role);
  return { isSource, y: points[isSource ? 1 : points.length - 3]! };
}

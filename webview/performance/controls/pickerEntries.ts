import { attributes, el, setText } from '../../shared/dom';
import { KeyedList, type Entry } from '../../shared/keyedList';
import type { PickerGroup, PickerOption } from './pickerOptions';

/** A group of options under its name. */
export class GroupEntry implements Entry<PickerGroup> {
  readonly root: HTMLElement;
  private readonly options: KeyedList<PickerOption>;

  /** @param newId An id that no other element has. */
  constructor({ name }: PickerGroup, newId: () => string) {
    const heading = el('p', 'picker-group muted', name);
    heading.id = newId();
    const part = el('div');
    this.root = el('div', '', heading, part);
    attributes(this.root, { role: 'group', 'aria-labelledby': heading.id });
    // The focus stays in the search field.
    this.options = new KeyedList(
      part,
      ({ key }) => key,
      (option) => new OptionEntry(option, newId()),
      () => undefined,
    );
  }

  write({ options }: PickerGroup): void {
    this.options.write(options);
  }
}

class OptionEntry implements Entry<PickerOption> {
  readonly root: HTMLElement;
  private readonly check = el('span', 'picker-check');
  private readonly detail = el('span', 'picker-detail muted');

  constructor({ title, isSeries }: PickerOption, id: string) {
    const name = el('span', 'picker-title', title);
    this.root = el('div', `picker-option${isSeries ? ' is-series' : ''}`, this.check, name, this.detail);
    attributes(this.root, { id, role: 'option' });
  }

  write({ isPicked, detail }: PickerOption): void {
    setText(this.check, isPicked ? '✓' : '');
    setText(this.detail, detail);
    attributes(this.root, { 'aria-selected': String(isPicked) });
  }
}

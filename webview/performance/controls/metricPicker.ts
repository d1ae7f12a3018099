import * as l10n from '@vscode/l10n';
import type { ChartMetric } from '../../../src/protocol/layout/layout';
import type { Labels } from '../../../src/protocol/metric';
import { attributes, el, setText } from '../../shared/dom';
import { KeyedList } from '../../shared/keyedList';
import { metricsOf, mostLines, mostMetrics } from '../state/picks';
import { GroupEntry } from './pickerEntries';
import { pickerGroups, type PickerGroup, type PickerOption } from './pickerOptions';

export interface PickerContext {
  readonly picks: () => readonly ChartMetric[];
  /** Adds a pick or takes it away; tells why it did not, for people. */
  readonly toggle: (option: PickerOption) => string | undefined;
  /** Labels of the series that are known of each metric. */
  readonly series: () => ReadonlyMap<string, readonly Labels[]>;
  /** Told when the picker opens or closes. */
  readonly opened: (isOpen: boolean) => void;
  /** Makes ids of its elements differ from those of other pickers on the page. */
  readonly id: string;
}

/** Chooses metrics and their series: a search field over a list, used by keyboard from the field. */
export class MetricPicker {
  readonly root: HTMLElement;
  private readonly button = el('button', 'tool picker-button');
  private readonly field = el('input', 'picker-field');
  private readonly listBox = el('div', 'picker-list');
  private readonly status = el('p', 'picker-status muted');
  private readonly box: HTMLElement;
  private readonly groups: KeyedList<PickerGroup>;
  private lastId = 0;
  private options: readonly PickerOption[] = [];
  private active = 0;
  private isOpen = false;

  constructor(private readonly context: PickerContext) {
    const { button, field, listBox, status } = this;
    const listId = `picker-${context.id}`;
    attributes(button, { type: 'button', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' });
    attributes(field, {
      type: 'text',
      role: 'combobox',
      'aria-expanded': 'true',
      'aria-autocomplete': 'list',
      'aria-controls': listId,
      'aria-label': l10n.t('Search metrics by name, meaning, unit or source'),
      placeholder: l10n.t('Search metrics'),
      spellcheck: 'false',
    });
    attributes(listBox, {
      id: listId,
      role: 'listbox',
      // The keys of the field move through it; as what scrolls, it would be a stop of its own.
      tabindex: '-1',
      'aria-multiselectable': 'true',
      'aria-label': l10n.t('Metrics'),
    });
    // What stands stays, so that a press that has begun on it is not lost.
    this.groups = new KeyedList(
      listBox,
      ({ name }) => name,
      (group) => new GroupEntry(group, () => `picker-${context.id}-${++this.lastId}`),
      () => undefined,
    );
    attributes(status, { role: 'status' });
    const done = el('button', 'quiet', l10n.t('Done'));
    done.type = 'button';
    done.addEventListener('click', () => {
      this.close();
    });
    this.box = el('div', 'picker-box', field, listBox, el('div', 'picker-foot', status, done));
    attributes(this.box, { role: 'dialog', 'aria-label': l10n.t('Choose metrics') });
    this.box.hidden = true;
    this.root = el('div', 'picker', button, this.box);
    this.listen();
    this.write();
  }

  /** Call when picks or known series have changed. */
  write(): void {
    const count = metricsOf(this.context.picks()).length;
    setText(this.button, l10n.t('Metrics ({0})', count));
    if (this.isOpen) this.fill();
  }

  open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.box.hidden = false;
    this.field.value = '';
    setText(this.status, '');
    attributes(this.button, { 'aria-expanded': 'true' });
    this.context.opened(true);
    this.fillAnew();
    this.field.focus();
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    const hadFocus = this.box.contains(document.activeElement);
    this.box.hidden = true;
    attributes(this.button, { 'aria-expanded': 'false' });
    this.context.opened(false);
    if (hadFocus) this.button.focus();
  }

  private listen(): void {
    this.button.addEventListener('click', () => {
      if (this.isOpen) this.close();
      else this.open();
    });
    this.field.addEventListener('input', () => {
      this.fillAnew();
    });
    this.box.addEventListener('keydown', (event) => {
      this.pressed(event);
    });
    this.listBox.addEventListener('click', (event) => {
      const item = (event.target as Element).closest<HTMLElement>('[role="option"]');
      if (item) this.choose(this.items.indexOf(item));
    });
    // The field keeps the focus, so that the keys go on working.
    this.listBox.addEventListener('mousedown', (event) => {
      event.preventDefault();
    });
    this.root.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.root.contains(relatedTarget)) this.close();
    });
    document.addEventListener('pointerdown', this.pointedElsewhere);
  }

  dispose(): void {
    document.removeEventListener('pointerdown', this.pointedElsewhere);
  }

  private readonly pointedElsewhere = ({ target }: PointerEvent): void => {
    if (this.isOpen && target instanceof Node && !this.root.contains(target)) this.close();
  };

  private pressed(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.close();
    else if (event.target !== this.field) return;
    else if (event.key === 'Enter') this.choose(this.active);
    else if (event.key === 'ArrowDown') this.move(this.active + 1);
    else if (event.key === 'ArrowUp') this.move(this.active - 1);
    else if (event.key === 'PageDown') this.move(Math.min(this.options.length - 1, this.active + 10));
    else if (event.key === 'PageUp') this.move(Math.max(0, this.active - 10));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private move(to: number): void {
    const { length } = this.options;
    if (length === 0) return;
    this.active = (to + length) % length;
    this.mark();
    this.reveal();
  }

  private choose(at: number): void {
    const option = this.options[at];
    if (!option) return;
    this.active = at;
    const refusal = this.context.toggle(option);
    this.write();
    setText(this.status, refusal ?? countText(this.context.picks()));
    const moved = this.options.findIndex(({ key }) => key === option.key);
    if (moved >= 0) this.move(moved);
  }

  /** With the mark on the first of what is found, whatever it was on. */
  private fillAnew(): void {
    this.options = [];
    this.active = 0;
    this.fill();
    this.reveal();
  }

  private fill(): void {
    const groups = pickerGroups(this.field.value, this.context.picks(), this.context.series());
    const active = this.options[this.active]?.key;
    this.options = groups.flatMap(({ options }) => options);
    // What moves when series become known takes the mark with it.
    const moved = this.options.findIndex(({ key }) => key === active);
    this.active = moved >= 0 ? moved : Math.min(this.active, Math.max(0, this.options.length - 1));
    this.groups.write(groups);
    if (this.options.length === 0) setText(this.status, l10n.t('No metric has all these words.'));
    else if (this.status.textContent === '') setText(this.status, countText(this.context.picks()));
    this.mark();
  }

  /** The elements of the options, in their order. */
  private get items(): HTMLElement[] {
    return [...this.listBox.querySelectorAll<HTMLElement>('[role="option"]')];
  }

  private mark(): void {
    const { items } = this;
    items.forEach((item, at) => item.classList.toggle('is-active', at === this.active));
    attributes(this.field, { 'aria-activedescendant': items[this.active]?.id });
  }

  /** Only where the user moved: the list may be scrolled somewhere else. */
  private reveal(): void {
    this.items[this.active]?.scrollIntoView({ block: 'nearest' });
  }
}

function countText(picks: readonly ChartMetric[]): string {
  return l10n.t('{0} of at most {1} metrics; {2} lines at most.', metricsOf(picks).length, mostMetrics, mostLines);
}

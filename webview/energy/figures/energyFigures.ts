import * as l10n from '@vscode/l10n';
import { el, setText } from '../../shared/dom';
import { KeyedList, type Entry } from '../../shared/keyedList';
import { Table } from '../../shared/table';
import type { EnergyNow } from '../readings/energyReadings';
import type { Note } from './energyNotes';
import { sinceText } from './totalText';
import { accountColumns, accountRows, domainColumns, domainRows, modelColumns, modelRows } from './energyTables';

class NoteEntry implements Entry<Note> {
  readonly root = el('li');

  write({ text }: Note): void {
    setText(this.root, text);
  }
}

/** The figures of the view: where the energy goes, of each part and of each model, and what is to be said. */
export class EnergyFigures {
  readonly root: HTMLElement;
  /** Where the energy goes; it stands by itself. */
  readonly accountRoot: HTMLElement;
  private readonly since = el('p', 'muted');
  private readonly account = new Table(l10n.t('Where the energy goes'), accountColumns());
  private readonly domains = new Table(l10n.t('Parts of the machine'), domainColumns());
  private readonly models = new Table(l10n.t('Models'), modelColumns());
  private readonly domainPart = partOf(this.domains);
  private readonly modelPart = partOf(this.models);
  private readonly notes: KeyedList<Note>;
  private readonly noteList = el('ul', 'energy-notes');

  constructor() {
    this.noteList.setAttribute('aria-label', l10n.t('What is missing, and what to do'));
    this.notes = new KeyedList(
      this.noteList,
      ({ key }) => key,
      () => new NoteEntry(),
      () => undefined,
    );
    this.domains.root.classList.add('stacks', 'energy-domains');
    this.models.root.classList.add('stacks');
    this.accountRoot = el('div', 'energy-account', partOf(this.account), this.since);
    this.root = el('div', 'energy-figures', this.noteList, this.modelPart, this.domainPart);
  }

  /**
   * @param startedAt When the monitor began to count, ms since 1970; undefined while that is not known.
   * @param newest Time of the newest row, ms since 1970.
   */
  write(
    { account, parts, models }: EnergyNow,
    notes: readonly Note[],
    startedAt: number | undefined,
    newest: number,
  ): void {
    this.notes.write(notes);
    this.noteList.hidden = notes.length === 0;
    this.account.write(accountRows(account));
    this.domains.write(domainRows(parts));
    this.models.write(modelRows(models));
    this.domainPart.hidden = parts.length === 0;
    this.modelPart.hidden = models.length === 0;
    setText(
      this.since,
      startedAt === undefined
        ? ''
        : l10n.t('Energy is counted since the monitor started, {0}.', sinceText(startedAt, newest)),
    );
  }
}

function partOf(table: Table): HTMLElement {
  return el('div', 'table-frame', table.root);
}

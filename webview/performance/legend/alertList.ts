import * as l10n from '@vscode/l10n';
import type { AlertMark, Marks } from '../../../src/protocol/marks';
import { severityWords } from '../../shared/alerts/alertWords';
import { attributes, el, setText } from '../../shared/dom';
import { clockTime, dayOfMonth } from '../../shared/format';
import { icon } from '../../shared/icon';
import { KeyedList, type Entry } from '../../shared/keyedList';
import { spanText } from '../../shared/span';

const mostShown = 100;

export interface AlertListActs {
  /** The alert that is pointed at or has the focus; undefined: none. */
  readonly look: (id: string | undefined) => void;
  /** Shows the time around an alert. */
  readonly show: (mark: AlertMark) => void;
}

/** The alerts of the time shown, the newest first, and how much of it was recorded in which sessions. */
export class AlertList {
  readonly root: HTMLElement;
  private readonly heading = el('summary', '');
  private readonly empty = el('p', 'muted');
  private readonly sessions = el('p', 'muted');
  private readonly list: KeyedList<AlertMark>;

  constructor(acts: AlertListActs) {
    const items = el('ul', 'mark-list');
    this.root = el('details', 'marks', this.heading, this.empty, items, this.sessions);
    attributes(this.root, { open: '' });
    attributes(items, { 'aria-label': l10n.t('Alerts of the time shown') });
    this.list = new KeyedList(
      items,
      ({ id, from }) => `${id} ${from}`,
      (mark) => new AlertEntry(mark, acts),
      () => {
        this.heading.focus();
      },
    );
  }

  /** @param problem Why they are not known, for people. @param now Time of the newest sample, ms since 1970. */
  write(marks: Marks | undefined, problem: string | undefined, now: number): void {
    const alerts = marks?.alerts ?? [];
    setText(this.heading, marks ? l10n.t('Alerts ({0})', alerts.length) : l10n.t('Alerts'));
    setText(this.empty, emptyText(marks, problem));
    this.empty.hidden = this.empty.textContent === '';
    this.list.write(alerts.slice(-mostShown).toReversed());
    setText(this.sessions, marks ? sessionsText(marks, now) : '');
    this.sessions.hidden = this.sessions.textContent === '';
  }
}

function emptyText(marks: Marks | undefined, problem: string | undefined): string {
  if (problem !== undefined) return l10n.t('Alerts of this time are not known. {0}', problem);
  if (!marks) return l10n.t('Reading …');
  if (!marks.isComplete) return l10n.t('There were more than can be told; these are the newest.');
  return marks.alerts.length === 0 ? l10n.t('None fired in the time shown.') : '';
}

function sessionsText({ sessions }: Marks, now: number): string {
  if (sessions.length === 0) return l10n.t('No session was recorded in the time shown.');
  const parts = sessions.slice(-5).map(({ from, to }) => {
    const end = to === null ? l10n.t('still recording or not closed') : timeText(to);
    return `${timeText(from)} – ${end}${to === null ? '' : ` (${spanText(to - from)})`}`;
  });
  if (now === 0) return '';
  const told = parts.join('; ');
  return sessions.length > parts.length
    ? l10n.t('{0} sessions, the last: {1}', sessions.length, told)
    : l10n.t('Recorded: {0}', told);
}

const timeText = (time: number): string => `${dayOfMonth(time)} ${clockTime(time)}`;

class AlertEntry implements Entry<AlertMark> {
  readonly root = el('li');
  private readonly button = el('button', 'mark');
  private readonly name = el('b');
  private readonly when = el('span', 'muted');
  private readonly message = el('span', 'mark-message');
  private mark: AlertMark;

  constructor(mark: AlertMark, acts: AlertListActs) {
    this.mark = mark;
    this.button.type = 'button';
    attributes(this.button, { 'data-severity': mark.severity });
    this.button.append(
      icon(mark.severity),
      el('span', 'unseen', severityWords[mark.severity]),
      this.name,
      this.when,
      this.message,
    );
    const look = (): void => {
      acts.look(this.mark.id);
    };
    const leave = (): void => {
      acts.look(undefined);
    };
    this.button.addEventListener('click', () => {
      acts.show(this.mark);
    });
    this.button.addEventListener('pointerenter', look);
    this.button.addEventListener('pointerleave', leave);
    this.button.addEventListener('focus', look);
    this.button.addEventListener('blur', leave);
    this.root.append(this.button);
  }

  write(mark: AlertMark): void {
    this.mark = mark;
    setText(this.name, mark.name);
    const howLong = mark.to === null ? l10n.t('fires still') : l10n.t('for {0}', spanText(mark.to - mark.from));
    setText(this.when, `${timeText(mark.from)}, ${howLong}`);
    setText(this.message, mark.message);
  }
}

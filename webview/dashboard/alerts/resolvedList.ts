import * as l10n from '@vscode/l10n';
import type { AlertInfo } from '../../../src/protocol/alerts';
import { el, setText } from '../../shared/dom';
import type { EngineClock } from '../../shared/engineClock';
import { KeyedList, type Entry } from '../../shared/keyedList';
import { labelsText, resolvedText } from '../../shared/alerts/alertWords';
import { SeverityMark } from '../../shared/alerts/severityMark';

const mostShown = 50;

/** The alerts that were resolved, newest first, folded; nothing is written while it stays so. */
export class ResolvedList {
  private readonly summary = el('summary');
  private readonly items = el('ul');
  readonly root = el('details', 'resolved', this.summary, this.items);
  private readonly list: KeyedList<AlertInfo>;
  private recent: readonly AlertInfo[] = [];

  constructor(clock: EngineClock) {
    this.items.setAttribute('role', 'list');
    this.list = new KeyedList(
      this.items,
      keyOf,
      () => new ResolvedRow(clock),
      () => {
        this.summary.focus({ preventScroll: true });
      },
    );
    this.root.addEventListener('toggle', () => {
      this.write(this.recent);
    });
  }

  write(recent: readonly AlertInfo[]): void {
    this.recent = recent;
    this.root.hidden = recent.length === 0;
    const shown = Math.min(recent.length, mostShown);
    setText(
      this.summary,
      shown < recent.length ? l10n.t('Resolved · newest {0}', shown) : l10n.t('Resolved · {0}', shown),
    );
    if (this.root.open) this.list.write(recent.slice(0, shown));
  }
}

/** The same alert may have been resolved more than once. */
function keyOf({ id, since, resolvedAt }: AlertInfo): string {
  return `${id} ${since} ${resolvedAt ?? ''}`;
}

class ResolvedRow implements Entry<AlertInfo> {
  private readonly mark = new SeverityMark();
  private readonly message = el('p', 'alert-message');
  private readonly ended = el('span');
  private readonly labels = el('span');
  readonly root = el(
    'li',
    'alert',
    this.mark.root,
    el('div', 'alert-text', this.message, el('p', 'alert-facts', this.ended, this.labels)),
  );

  constructor(private readonly clock: EngineClock) {
    this.root.setAttribute('role', 'listitem');
  }

  write(alert: AlertInfo): void {
    this.mark.write(alert.severity);
    setText(this.message, alert.message);
    setText(this.ended, resolvedText(alert, this.clock.now()));
    setText(this.labels, labelsText(alert));
    this.labels.hidden = this.labels.textContent === '';
  }
}

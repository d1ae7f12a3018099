import * as l10n from '@vscode/l10n';
import type { FromView, ViewCommand } from '../../src/protocol/viewLink';
import { ConditionBadge } from '../shared/conditionBadge';
import type { Condition } from '../shared/condition';
import { attributes, el, setText } from '../shared/dom';
import type { PageNow } from '../shared/livePage';

/** Which machine this is, how the monitor is, and what can be done where it is not well. */
export class StateBar {
  readonly root: HTMLElement;
  private readonly host = el('h1', '', l10n.t('This machine'));
  private readonly badge = new ConditionBadge();
  private readonly note = el('p', 'muted');
  private readonly act = el('button', 'quiet');
  private command: ViewCommand = 'showLog';

  constructor(post: (message: FromView) => void) {
    this.act.type = 'button';
    this.act.addEventListener('click', () => {
      post({ type: 'command', command: this.command });
    });
    this.root = el('header', 'state-bar', el('div', 'state-line', this.host, this.badge.root), this.note, this.act);
  }

  write({ status, condition }: PageNow): void {
    if (status) {
      setText(this.host, status.machine.host);
      attributes(this.host, { title: status.machine.host });
    }
    this.badge.write(condition);
    const remedy = remedyOf(condition);
    setText(this.note, remedy ? (condition.detail ?? '') : '');
    this.note.hidden = !remedy;
    this.act.hidden = !remedy;
    if (!remedy) return;
    this.command = remedy.command;
    setText(this.act, remedy.text);
  }
}

function remedyOf({ kind }: Condition): { readonly command: ViewCommand; readonly text: string } | undefined {
  switch (kind) {
    case 'paused':
      return { command: 'resume', text: l10n.t('Resume') };
    case 'silent':
      return { command: 'showLog', text: l10n.t('Open Log') };
    case 'degraded':
      return { command: 'runDiagnostics', text: l10n.t('Run Diagnostics') };
    case 'connecting':
    case 'live':
    case 'unrecorded':
      return undefined;
  }
}

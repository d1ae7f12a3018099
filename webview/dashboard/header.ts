import * as l10n from '@vscode/l10n';
import type { EngineStatus } from '../../src/protocol/status';
import type { FromView, ViewCommand } from '../../src/protocol/viewLink';
import type { Condition } from '../shared/condition';
import { ConditionBadge } from '../shared/conditionBadge';
import { attributes, el, setText } from '../shared/dom';
import { forEditor } from '../shared/forEditor';
import { formatValue } from '../shared/format';
import { setHint } from '../shared/hint';
import { icon, type IconName } from '../shared/icon';
import { iconButton } from '../shared/iconButton';
import { newestReading, textOf } from '../shared/reading';
import type { SeriesStore } from '../shared/seriesStore';

const platformNames: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

/** Which machine this is, how the monitor is, what it costs, and what can be done with it. */
export class Header {
  readonly root: HTMLElement;
  private readonly host = el('h1', '', l10n.t('This machine'));
  private readonly facts = el('p', 'facts');
  private readonly badge = new ConditionBadge();
  private readonly cost = el('p', 'cost');
  private readonly pause: HTMLButtonElement;
  private readonly edit: HTMLButtonElement;
  private isPaused: boolean | undefined;
  private known: EngineStatus['machine'] | undefined;

  constructor(
    private readonly post: (message: FromView) => void,
    rangeSwitch: HTMLElement,
    alerts: HTMLElement,
    editLayout: () => void,
  ) {
    this.pause = this.tool('pause', l10n.t('Pause'), 'pause');
    this.pause.disabled = true;
    forEditor(this.pause).classList.add('pause');
    this.edit = forEditor(iconButton('layout', l10n.t('Edit layout'), editLayout));
    attributes(this.edit, { 'aria-pressed': 'false' });
    const tools = el(
      'div',
      'tools',
      this.pause,
      this.edit,
      forEditor(this.tool('log', l10n.t('Log'), 'showLog')),
      forEditor(this.tool('diagnostics', l10n.t('Diagnostics'), 'runDiagnostics')),
      forEditor(this.tool('settings', l10n.t('Settings'), 'openSettings')),
    );
    setHint(this.cost, l10n.t('What the monitor itself takes of one core, and of memory.'));
    this.root = el(
      'header',
      'top',
      el('div', 'machine', el('div', 'machine-name', this.host, this.badge.root, alerts), this.facts),
      this.cost,
      el('div', 'controls', rangeSwitch, tools),
    );
  }

  write(status: EngineStatus | undefined, condition: Condition, store: SeriesStore): void {
    if (status) this.writeMachine(status);
    this.badge.write(condition);
    const cpu = store.one('monitor.cpu_percent');
    const memory = store.one('monitor.memory_bytes');
    const used = textOf(newestReading(cpu, store.newest));
    const held = textOf(newestReading(memory, store.newest));
    setText(this.cost, l10n.t('Monitor {0} of a core · {1}', used, held));
    this.cost.hidden = !cpu && !memory;
  }

  /** Shows whether the layout is edited. */
  writeEditing(isEditing: boolean): void {
    attributes(this.edit, { 'aria-pressed': String(isEditing) });
  }

  private writeMachine({ machine, paused }: EngineStatus): void {
    // An engine that took over finds out a little later what processor and system this is; they are still the same.
    const before = this.known?.host === machine.host ? this.known : undefined;
    const { host, cores, memoryBytes, cpu, os, platform, gpus } = (this.known = { ...before, ...machine });
    const facts = [
      cores === 1 ? l10n.t('1 core') : l10n.t('{0} cores', cores),
      formatValue(memoryBytes, 'bytes'),
      ...(cpu === undefined ? [] : [cpu]),
      ...(gpus ?? []),
      os ?? platformNames[platform] ?? platform,
    ];
    setText(this.host, host);
    setText(this.facts, facts.join(' · '));
    this.facts.title = facts.join(' · ');
    this.pause.disabled = false;
    if (paused === this.isPaused) return;
    this.isPaused = paused;
    this.pause.replaceChildren(
      icon(paused ? 'resume' : 'pause'),
      el('span', '', paused ? l10n.t('Resume') : l10n.t('Pause')),
    );
    attributes(this.pause, { 'aria-label': paused ? l10n.t('Resume') : l10n.t('Pause') });
  }

  private tool(picture: IconName, label: string, command: ViewCommand): HTMLButtonElement {
    return iconButton(picture, label, () => {
      const wanted = command === 'pause' && this.isPaused === true ? 'resume' : command;
      this.post({ type: 'command', command: wanted });
    });
  }
}

import * as vscode from 'vscode';
import type { AlertsInfo } from '../../protocol/alerts';
import { commandId } from '../../protocol/commands';
import type { PlacedRule } from '../../protocol/rules/ruleFile';
import { DisposableStore, type Disposable } from '../disposable';
import type { Observed } from '../observable';
import type { RuleDocument } from './ruleDocument';
import { ruleStateText } from './ruleStateText';

const calmMs = 1000;

/** Over each rule of the rule file: where it stands, and what can be done with it. */
export class RuleLenses implements vscode.CodeLensProvider, Disposable {
  private readonly parts = new DisposableStore();
  private readonly changed = this.parts.add(new vscode.EventEmitter<void>());
  private calm: NodeJS.Timeout | undefined;
  private isBehind = false;
  private shown = '';

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly rules: RuleDocument,
    private readonly alerts: Observed<AlertsInfo | undefined>,
    private readonly now: () => number,
  ) {
    this.parts.add(
      alerts.onChange(() => {
        this.follow();
      }),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (this.rules.isTooLong(document)) return [];
    const info = this.alerts.value;
    const statuses = new Map(info?.rules.map((status) => [status.id, status]));
    const firing = new Set(info?.active.filter(({ state }) => state === 'firing').map(({ rule }) => rule));
    const now = this.now();
    const lenses = this.rules.rulesOf(document).rules.flatMap((placed) => {
      const { id } = placed.rule;
      const state = ruleStateText(placed.rule, statuses.get(id), info, now);
      return lensesOf(placed, document, state, firing.has(id));
    });
    this.shown = this.fingerprint();
    return lenses;
  }

  dispose(): void {
    clearTimeout(this.calm);
    this.parts.dispose();
  }

  /** Once a second at most, and only where the file is open and a state has changed: figures of alerts do not matter. */
  private follow(): void {
    if (this.calm) {
      this.isBehind = true;
      return;
    }
    if (this.shown === '' || !this.rules.opened()) return;
    if (this.fingerprint() !== this.shown) this.changed.fire();
    this.calm = setTimeout(() => {
      this.calm = undefined;
      if (!this.isBehind) return;
      this.isBehind = false;
      this.follow();
    }, calmMs);
  }

  private fingerprint(): string {
    const { rules = [], active = [] } = this.alerts.value ?? {};
    const states = rules.map(({ id, state, reason, lastFiredAt }) => [id, state, reason, lastFiredAt]);
    return JSON.stringify([states, active.map(({ id, state }) => [id, state])]);
  }
}

function lensesOf(
  { rule, offset }: PlacedRule,
  document: vscode.TextDocument,
  state: string,
  isFiring: boolean,
): vscode.CodeLens[] {
  const { l10n } = vscode;
  const place = document.positionAt(offset);
  const range = new vscode.Range(place, place);
  const lens = (title: string, command: string, ...args: unknown[]): vscode.CodeLens =>
    new vscode.CodeLens(range, { title, command, arguments: args });
  const target = { rule: rule.id };
  return [
    // A lens without a command is words only.
    lens(state, ''),
    lens(l10n.t('Test this rule'), commandId('testAlertRules'), target),
    ...(isFiring ? [lens(l10n.t('Acknowledge'), commandId('acknowledgeAlert'), target)] : []),
  ];
}

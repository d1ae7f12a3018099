import * as vscode from 'vscode';
import type { Config } from '../../protocol/settings';
import type { CommandHandlers } from '../commands';
import { DisposableStore, type Disposable } from '../disposable';
import type { EngineClient } from '../engineClient';
import type { HostLog } from '../log';
import type { Observed } from '../observable';
import type { StoreDocuments } from '../store/storeDocuments';
import { AlertActions } from './alertActions';
import { AlertsView } from './alertsView';
import { openAlertRules } from './openAlertRules';
import { RuleCommands } from './ruleCommands';
import { RuleDocument, type ParseRules } from './ruleDocument';
import { ruleEditor } from './ruleEditor';
import { testAlertRules } from './testAlertRules';
import { Toasts } from './toasts';

export interface AlertsOptions {
  readonly engine: Pick<EngineClient, 'alerts' | 'onNotice' | 'onAlertRefused' | 'alert' | 'runJob'>;
  readonly config: Observed<Config>;
  /** The data folder, in which the rule file lies. */
  readonly storage: vscode.Uri;
  /** The rules that a data folder begins with. */
  readonly defaults: vscode.Uri;
  readonly parse: ParseRules;
  /** Where the user's answers about commands of rules are kept. */
  readonly memory: Pick<vscode.Memento, 'get' | 'keys' | 'update'>;
  readonly documents: StoreDocuments;
  readonly log: Pick<HostLog, 'write' | 'show'>;
  readonly showDashboard: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

type Handlers = Pick<
  CommandHandlers,
  | 'openAlertRules'
  | 'testAlertRules'
  | 'showAlertRule'
  | 'acknowledgeAlert'
  | 'silenceAlert'
  | 'silenceAlertForAnHour'
  | 'unsilenceAlert'
  | 'forgetRuleCommands'
>;

/** Alerts in VS Code: the view, the notifications, what rules may run, the rule file's editor and the commands. */
export class Alerts implements Disposable {
  readonly handlers: Handlers;
  private readonly parts = new DisposableStore();

  constructor(options: AlertsOptions) {
    const { engine, log, now, memory, showDashboard } = options;
    const actions = new AlertActions({ engine, now });
    const rules = new RuleDocument(options.storage, options.defaults, options.parse);
    const view = this.parts.add(new AlertsView(engine.alerts, now));
    const show = (alert: string | undefined): void => {
      showDashboard();
      void view.reveal(alert);
    };
    this.parts.add(new Toasts({ engine, actions, show }));
    const commands = this.parts.add(new RuleCommands({ engine, memory, log }));
    this.parts.add(engine.onAlertRefused((reason) => void vscode.window.showInformationMessage(reason)));
    this.parts.add(ruleEditor(rules, engine.alerts, now));
    const openRules = (argument: unknown): Promise<void> => openAlertRules(rules, engine.alerts.value, log, argument);
    this.handlers = {
      openAlertRules: openRules,
      showAlertRule: openRules,
      testAlertRules: (argument) => testAlertRules(options, rules, argument),
      acknowledgeAlert: (argument) => actions.acknowledge(argument),
      silenceAlert: (argument) => actions.silence(argument),
      silenceAlertForAnHour: (argument) => actions.silenceForAnHour(argument),
      unsilenceAlert: (argument) => actions.unsilence(argument),
      forgetRuleCommands: () => commands.forget(),
    };
  }

  dispose(): void {
    this.parts.dispose();
  }
}

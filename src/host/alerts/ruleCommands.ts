import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { AlertsInfo, Notice, NoticeCommand } from '../../protocol/alerts';
import { messageOf } from '../../protocol/messageOf';
import { DisposableStore, type Disposable } from '../disposable';
import type { EngineClient } from '../engineClient';
import type { HostLog } from '../log';
import type { Observed } from '../observable';
import { oneLine } from '../markdown';
import { linkless, notificationText } from './alertWords';

/** What is longer cannot be shown in full, and nobody can allow what they do not see. */
const longestArguments = 1000;
const keyStart = 'wirthforge.ruleCommand.';
/** Ids of commands look like this; a rule's could be made to look like another one. */
const commandShape = /^[A-Za-z0-9][\w.:/@+-]{0,199}$/;

export interface RuleCommandOptions {
  readonly engine: Pick<EngineClient, 'onNotice'> & { readonly alerts: Observed<AlertsInfo | undefined> };
  /** Where the user's answers are kept. */
  readonly memory: Pick<vscode.Memento, 'get' | 'keys' | 'update'>;
  readonly log: Pick<HostLog, 'write'>;
}

/**
 * Runs the commands that rules ask for, each only if the user has allowed exactly this one, with these arguments, for
 * this rule. A rule file may come from anywhere, so its word alone runs nothing.
 */
export class RuleCommands implements Disposable {
  private readonly parts = new DisposableStore();
  /** Questions that the user closed in this window, or that are being asked. */
  private readonly asked = new Set<string>();
  private queue: Promise<void> = Promise.resolve();
  private isOver = false;

  constructor(private readonly options: RuleCommandOptions) {
    this.parts.add(
      options.engine.onNotice(({ commands }: Notice) => {
        for (const wanted of commands) this.take(wanted);
      }),
    );
  }

  dispose(): void {
    this.isOver = true;
    this.parts.dispose();
  }

  /** Forgets every answer, so that each command is asked for again when its rule wants it next. */
  async forget(): Promise<void> {
    const { l10n } = vscode;
    const { memory } = this.options;
    const answers = memory.keys().filter((key) => key.startsWith(keyStart));
    for (const key of answers) await memory.update(key, undefined);
    this.asked.clear();
    await vscode.window.showInformationMessage(
      answers.length === 0
        ? l10n.t('No answer about a command of an alert rule was kept, so there was none to forget.')
        : l10n.t('You are asked again before an alert rule runs a command. Answers forgotten: {0}.', answers.length),
    );
  }

  /** Resolves once everything that was wanted so far has been run or refused. */
  settled(): Promise<void> {
    return this.queue;
  }

  /** One after the other, so that there is one question at a time. */
  private take(wanted: NoticeCommand): void {
    this.queue = this.queue
      .then(() => this.consider(wanted))
      .catch((error: unknown) => {
        this.refused(wanted, messageOf(error));
      });
  }

  private async consider(wanted: NoticeCommand): Promise<void> {
    const { memory } = this.options;
    if (this.isOver) return;
    const reason = reasonAgainst(wanted);
    if (reason !== undefined) {
      this.refused(wanted, reason);
      return;
    }
    const key = keyOf(wanted);
    const answer = memory.get<unknown>(key);
    if (answer === 'always') await this.run(wanted);
    else if (answer !== 'never' && !this.asked.has(key)) await this.ask(wanted, key);
  }

  private async ask(wanted: NoticeCommand, key: string): Promise<void> {
    const { l10n } = vscode;
    const once = l10n.t('Run Once');
    const always = l10n.t('Always Allow for This Rule');
    const never = l10n.t('Never');
    const question = l10n.t('An alert rule wants to run a command. Run it?');
    this.asked.add(key);
    const options = { modal: true, detail: this.detail(wanted) };
    const pressed = await vscode.window.showWarningMessage(question, options, once, always, never);
    // Closed without an answer: asked again only in another window, not with every alert.
    if (pressed === undefined) return;
    this.asked.delete(key);
    if (pressed === never) {
      await this.options.memory.update(key, 'never');
      return;
    }
    if (pressed === always) await this.options.memory.update(key, 'always');
    await this.run(wanted);
  }

  private detail({ rule, command, args }: NoticeCommand): string {
    const { l10n } = vscode;
    const name = this.options.engine.alerts.value?.rules.find(({ id }) => id === rule)?.name;
    return [
      name === undefined
        ? l10n.t('Rule: {0}', notificationText(rule))
        : l10n.t('Rule: {0} ({1})', notificationText(name), notificationText(rule)),
      l10n.t('Command: {0}', command),
      args.length === 0 ? l10n.t('Arguments: none') : l10n.t('Arguments: {0}', argumentsText(args)),
      l10n.t(
        'It runs with the rights of this window. The answer holds for exactly this command with these arguments; with others you are asked again.',
      ),
    ].join('\n');
  }

  private async run(wanted: NoticeCommand): Promise<void> {
    const { l10n } = vscode;
    const { rule, command, args } = wanted;
    try {
      await vscode.commands.executeCommand(command, ...args);
      this.options.log.write('info', l10n.t('The alert rule {0} has run the command {1}.', rule, command));
    } catch (error) {
      const message = l10n.t(
        'The alert rule {0} could not run the command {1}: {2}. The alert itself is not affected. Correct the command in the alert rules.',
        rule,
        command,
        notificationText(messageOf(error)),
      );
      this.options.log.write('warn', message);
      void vscode.window.showWarningMessage(message);
    }
  }

  private refused({ rule, command, args }: NoticeCommand, reason: string): void {
    this.options.log.write(
      'warn',
      vscode.l10n.t(
        'The command {0} that the alert rule {1} asks for was not run: {2}. Its arguments: {3}',
        oneLine(command),
        oneLine(rule),
        reason,
        oneLine(argumentsText(args)),
      ),
    );
  }
}

/** Why a command is not even asked for. */
function reasonAgainst({ command, args }: NoticeCommand): string | undefined {
  const { l10n } = vscode;
  if (command.startsWith('_')) return l10n.t('commands that begin with an underscore are internal ones of VS Code');
  if (!commandShape.test(command)) return l10n.t('this is not the id of a command');
  if (argumentsText(args).length > longestArguments)
    return l10n.t('its arguments are too long to be shown before it is run');
  if (!vscode.workspace.isTrusted) return l10n.t('rules run no commands in a workspace that is not trusted');
  return undefined;
}

/** Arguments in full, with what cannot be seen, or turns words around, spelled out. */
function argumentsText(args: NoticeCommand['args']): string {
  const text = JSON.stringify(args).replace(/\p{C}/gu, (mark) => `\\u{${mark.codePointAt(0)!.toString(16)}}`);
  return linkless(text);
}

function keyOf({ rule, command, args }: NoticeCommand): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([rule, command, args]))
    .digest('hex');
  return `${keyStart}${hash}`;
}

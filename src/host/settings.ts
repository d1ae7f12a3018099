import * as v from 'valibot';
import * as vscode from 'vscode';
import { settingKeys, settings, type Config, type SettingKey } from '../protocol/settings';
import type { Disposable } from './disposable';
import type { HostLog } from './log';
import { Observable, type Observed } from './observable';
import { brokenRule, settingFault } from './settingFault';

/** Shows the settings of this extension alone. */
export function openSettings(filter = ''): Thenable<unknown> {
  const query = `@ext:wirthforge.wirthforge-monitor ${filter}`.trim();
  return vscode.commands.executeCommand('workbench.action.openSettings', query);
}

/**
 * The settings as one valid configuration. A value that breaks its rules leaves the last good one in force and is
 * reported once for each rule that it breaks, until it is mended.
 */
export class Settings implements Disposable {
  private readonly current: Observable<Config>;
  private readonly faults = new Map<SettingKey, v.BaseIssue<unknown>>();
  private readonly subscription: Disposable;
  private fingerprint: string;

  constructor(private readonly log: HostLog) {
    const first = this.read(defaults());
    this.current = new Observable(first);
    this.fingerprint = JSON.stringify(first);
    this.subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('wirthforge')) this.reload();
    });
  }

  /** Changes only when a value in force changes. */
  get config(): Observed<Config> {
    return this.current;
  }

  /** What is wrong with each setting whose value is refused now. */
  get problems(): ReadonlyMap<SettingKey, string> {
    return new Map([...this.faults].map(([key, issue]) => [key, settingFault(issue)]));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private reload(): void {
    const next = this.read(this.current.value);
    const fingerprint = JSON.stringify(next);
    if (fingerprint === this.fingerprint) return;
    this.fingerprint = fingerprint;
    this.current.set(next);
  }

  private read(lastGood: Config): Config {
    const source = vscode.workspace.getConfiguration('wirthforge');
    const values: Record<string, unknown> = {};
    for (const key of settingKeys) values[key] = this.valid(key, source.get(key), lastGood[key]);
    // Each value is either the output of its own schema or was so before.
    return values as Config;
  }

  /** The schema's output is a copy: VS Code hands out proxies, which cannot be posted to a thread. */
  private valid<K extends SettingKey>(key: K, value: unknown, lastGood: Config[K]): unknown {
    const given = value === undefined ? settings[key].default : value;
    const result = v.safeParse(settings[key].schema, given);
    if (result.success) {
      this.faults.delete(key);
      return result.output;
    }
    this.report(key, result.issues[0], lastGood);
    return lastGood;
  }

  private report(key: SettingKey, issue: v.BaseIssue<unknown>, lastGood: unknown): void {
    const last = this.faults.get(key);
    this.faults.set(key, issue);
    // Another value that breaks the same rule is nothing new to whoever is typing it.
    if (last && brokenRule(last) === brokenRule(issue)) return;
    const message = vscode.l10n.t(
      'The setting wirthforge.{0} is not valid ({1}). The monitor goes on with {2}. Correct it in the settings.',
      key,
      settingFault(issue),
      JSON.stringify(lastGood).slice(0, 100),
    );
    this.log.write('warn', message);
    const open = vscode.l10n.t('Open Settings');
    vscode.window.showWarningMessage(message, open).then(
      (choice) => {
        if (choice === open) void openSettings(`wirthforge.${key}`);
      },
      (error: unknown) => {
        this.log.write('error', `The notification about wirthforge.${key} could not be shown: ${String(error)}`);
      },
    );
  }
}

function defaults(): Config {
  return Object.fromEntries(settingKeys.map((key) => [key, settings[key].default])) as Config;
}

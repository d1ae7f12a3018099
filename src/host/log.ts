import * as vscode from 'vscode';
import type { LogLevel } from '../protocol/engineLink';
import { logLevels } from '../protocol/settings';
import type { Disposable } from './disposable';

type Write = (message: string) => void;

/**
 * The output channel "Wirthforge Monitor". The setting `log.level` says what is written. The channel has a level of its
 * own, `info` unless the user changes it, below which it hides; so that the setting works alone, `trace` and `debug`
 * are then written as `info` with their true level in front.
 */
export class HostLog implements Disposable {
  private readonly channel = vscode.window.createOutputChannel('Wirthforge Monitor', { log: true });
  private threshold = logLevels.indexOf('info');
  private closed = false;
  private readonly writers: Readonly<Record<LogLevel, Write>> = {
    trace: (message) => {
      this.lifted(vscode.LogLevel.Trace, 'trace', message);
    },
    debug: (message) => {
      this.lifted(vscode.LogLevel.Debug, 'debug', message);
    },
    info: (message) => {
      this.channel.info(message);
    },
    warn: (message) => {
      this.channel.warn(message);
    },
    error: (message) => {
      this.channel.error(message);
    },
  };

  setLevel(level: LogLevel): void {
    this.threshold = logLevels.indexOf(level);
  }

  readonly write = (level: LogLevel, message: string): void => {
    // The last words of a stopping engine may come after the channel is gone, and with it whoever could read them.
    if (!this.closed && logLevels.indexOf(level) >= this.threshold) this.writers[level](message);
  };

  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.closed = true;
    this.channel.dispose();
  }

  private lifted(own: vscode.LogLevel, name: 'trace' | 'debug', message: string): void {
    const hidden = this.channel.logLevel > own;
    if (hidden) this.channel.info(`[${name}] ${message}`);
    else this.channel[name](message);
  }
}

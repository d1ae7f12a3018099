import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { commandId, type CommandName } from '../../protocol/commands';
import { messageOf } from '../../protocol/messageOf';
import type { Config } from '../../protocol/settings';
import type { Disposable } from '../disposable';
import type { HostLog } from '../log';
import type { Observed } from '../observable';
import { hasKeyFile } from './keyFile';

const secretName = 'wirthforge.storeSecret';
const secretBytes = 32;

export interface StoreSecretOptions {
  readonly secrets: vscode.SecretStorage;
  readonly dataDir: string;
  readonly config: Observed<Config>;
  readonly log: Pick<HostLog, 'write'>;
  /** Given the secret as soon as it is known. */
  readonly unlock: (secret: Uint8Array) => void;
}

/** Keeps the secret that opens an encrypted store in VS Code's secret storage, which is not touched without need. */
export class StoreSecret implements Disposable {
  private readonly subscription: Disposable;
  private isSettled = false;

  constructor(private readonly options: StoreSecretOptions) {
    this.subscription = options.config.onChange((config) => {
      if (config['store.encrypt']) void this.give();
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /**
   * Hands the secret on if the store is, or is to be, encrypted. It is made when nothing is encrypted yet; where it is
   * lost, only a passphrase helps, and another secret would open nothing.
   */
  async give(): Promise<void> {
    if (this.isSettled) return;
    const { config, dataDir, log } = this.options;
    const encrypts = config.value['store.encrypt'];
    try {
      const isEncrypted = await hasKeyFile(dataDir);
      if (!encrypts && !isEncrypted) return;
      this.isSettled = true;
      const known = await this.known();
      if (known) this.options.unlock(known);
      else if (isEncrypted) offer(lostWords(), vscode.l10n.t('Enter the Passphrase'), 'unlockStore');
      else {
        await this.adopt(randomBytes(secretBytes));
        offer(madeWords(), vscode.l10n.t('Set a Passphrase'), 'setStorePassphrase');
      }
    } catch (error) {
      this.isSettled = false;
      log.write(
        'error',
        vscode.l10n.t(
          'The secret storage of VS Code cannot be used ({0}), so the encrypted store stays closed. Check the keyring of this machine, then reload the window.',
          messageOf(error),
        ),
      );
    }
  }

  /** Keeps a secret in place of the one that is known, if any, and hands it on. @throws Error of the secret storage. */
  async adopt(secret: Uint8Array): Promise<void> {
    await this.options.secrets.store(secretName, Buffer.from(secret).toString('base64'));
    this.isSettled = true;
    this.options.unlock(secret);
  }

  private async known(): Promise<Uint8Array | undefined> {
    const known = await this.options.secrets.get(secretName);
    const secret = known === undefined ? undefined : Buffer.from(known, 'base64');
    return secret?.length === secretBytes ? secret : undefined;
  }
}

function lostWords(): string {
  return vscode.l10n.t(
    'Recorded data is encrypted, and this VS Code has lost the key, so the past cannot be shown. The passphrase opens it again.',
  );
}

function madeWords(): string {
  return vscode.l10n.t(
    'Recorded data is encrypted from now on, with a key in the secret storage of VS Code. Set a passphrase too: without one, what was recorded is lost with that key.',
  );
}

function offer(message: string, button: string, command: CommandName): void {
  void vscode.window.showWarningMessage(message, button).then((chosen) => {
    if (chosen === button) void vscode.commands.executeCommand(commandId(command));
  });
}

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
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
  private isGiven = false;

  constructor(private readonly options: StoreSecretOptions) {
    this.subscription = options.config.onChange((config) => {
      if (config['store.encrypt']) void this.give();
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** Hands the secret on if the store is, or is to be, encrypted; makes it when there is none. */
  async give(): Promise<void> {
    if (this.isGiven) return;
    const { secrets, config, unlock, log } = this.options;
    const encrypts = config.value['store.encrypt'];
    try {
      if (!encrypts && !(await hasKeyFile(this.options.dataDir))) return;
      const known = await secrets.get(secretName);
      const secret = known === undefined ? undefined : Buffer.from(known, 'base64');
      if (secret?.length === secretBytes) this.hand(secret, unlock);
      else if (encrypts) {
        const made = randomBytes(secretBytes);
        await secrets.store(secretName, made.toString('base64'));
        this.hand(made, unlock);
      }
    } catch (error) {
      log.write(
        'error',
        vscode.l10n.t(
          'The secret storage of VS Code cannot be used ({0}), so the encrypted store stays closed. Check the keyring of this machine, then reload the window.',
          error instanceof Error ? error.message : String(error),
        ),
      );
    }
  }

  private hand(secret: Uint8Array, unlock: StoreSecretOptions['unlock']): void {
    this.isGiven = true;
    unlock(secret);
  }
}

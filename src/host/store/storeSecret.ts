import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { commandId, type CommandName } from '../../protocol/commands';
import { messageOf } from '../../protocol/messageOf';
import type { Config } from '../../protocol/settings';
import { secretId } from '../../protocol/secretId';
import { type Disposable, DisposableSlot, DisposableStore } from '../disposable';
import type { HostLog } from '../log';
import type { Observed } from '../observable';
import { hasKeyFile, namedSecrets } from './keyFile';

/** The secret for stores to come, and for those that were encrypted before each secret had a name of its own. */
const commonName = 'wirthforge.storeSecret';
const secretBytes = 32;
/** How often it is looked whether the engine has made the key of a store, ms. */
const lookMs = 2000;

export interface StoreSecretOptions {
  readonly secrets: vscode.SecretStorage;
  readonly dataDir: string;
  readonly config: Observed<Config>;
  readonly log: Pick<HostLog, 'write'>;
  /** Given the secret as soon as it is known. */
  readonly unlock: (secret: Uint8Array) => void;
}

/**
 * Keeps the secrets that open encrypted stores in VS Code's secret storage, which is not touched without need. Windows on
 * this machine and on others share that storage and cannot lock it, so each secret lies under its own id, where nothing
 * ever takes its place; a store names the one that opens it.
 */
export class StoreSecret implements Disposable {
  private readonly parts = new DisposableStore();
  private readonly nextLook = this.parts.add(new DisposableSlot());
  /** Settles once everything before has been given. */
  private giving: Promise<void> = Promise.resolve();
  private isSettled = false;
  private hasToldLoss = false;
  /** Id of the secret that was handed on last. */
  private given: string | undefined;

  constructor(private readonly options: StoreSecretOptions) {
    const { config, secrets } = options;
    this.parts.add(
      config.onChange((changed) => {
        if (changed['store.encrypt']) void this.give();
      }),
    );
    // Another window may have found what opens the store.
    this.parts.add(
      secrets.onDidChange(({ key }) => {
        if (!key.startsWith(commonName)) return;
        this.isSettled = false;
        void this.give();
      }),
    );
  }

  dispose(): void {
    this.parts.dispose();
  }

  /**
   * Hands the secret on if the store is, or is to be, encrypted. It is made when nothing is encrypted yet; where it is
   * lost, only a passphrase helps, and another secret would open nothing.
   */
  give(): Promise<void> {
    // Two at a time would each make a secret.
    this.giving = this.giving.then(() => this.look());
    return this.giving;
  }

  /** Keeps a secret that opens this store, and hands it on. @throws Error of the secret storage. */
  async adopt(secret: Uint8Array): Promise<void> {
    await this.keep(nameOf(secretId(secret)), secret);
    this.handOn(secret);
  }

  private async look(): Promise<void> {
    const { config, dataDir, log } = this.options;
    try {
      if (await hasKeyFile(dataDir)) await this.find();
      else if (config.value['store.encrypt']) await this.prepare();
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

  private async find(): Promise<void> {
    if (this.isSettled) return;
    this.isSettled = true;
    const secret = await this.known(await namedSecrets(this.options.dataDir));
    if (secret) this.handOn(secret);
    else if (!this.hasToldLoss) {
      this.hasToldLoss = true;
      offer(lostWords(), vscode.l10n.t('Enter the Passphrase'), 'unlockStore');
    }
  }

  /** The engine may take the secret of another window for the key, so it is looked again once that is made. */
  private async prepare(): Promise<void> {
    if (this.given === undefined) {
      const common = await this.read(commonName);
      if (common) this.handOn(common);
      else await this.make();
    }
    this.isSettled = false;
    const timer = setTimeout(() => void this.give(), lookMs);
    this.nextLook.set({
      dispose: () => {
        clearTimeout(timer);
      },
    });
  }

  private async make(): Promise<void> {
    const secret = randomBytes(secretBytes);
    await this.adopt(secret);
    // Another window may put its own there at the same time, which is why it lies under its id already.
    await this.keep(commonName, secret);
    offer(madeWords(), vscode.l10n.t('Set a Passphrase'), 'setStorePassphrase');
  }

  private handOn(secret: Uint8Array): void {
    const id = secretId(secret);
    if (id === this.given) return;
    this.given = id;
    this.hasToldLoss = false;
    this.options.unlock(secret);
  }

  /** @param ids Of the secrets that open the store; none when it does not name them. */
  private async known(ids: readonly string[]): Promise<Uint8Array | undefined> {
    for (const id of ids) {
      const secret = await this.read(nameOf(id));
      if (secret) return secret;
    }
    const common = await this.read(commonName);
    return common && (ids.length === 0 || ids.includes(secretId(common))) ? common : undefined;
  }

  private async read(name: string): Promise<Uint8Array | undefined> {
    const known = await this.options.secrets.get(name);
    const secret = known === undefined ? undefined : Buffer.from(known, 'base64');
    return secret?.length === secretBytes ? secret : undefined;
  }

  private async keep(name: string, secret: Uint8Array): Promise<void> {
    await this.options.secrets.store(name, Buffer.from(secret).toString('base64'));
  }
}

function nameOf(id: string): string {
  return `${commonName}.${id}`;
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

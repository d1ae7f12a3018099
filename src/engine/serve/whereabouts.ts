import path from 'node:path';
import { clauseOf } from '../../protocol/messageOf';
import type { Component } from '../component';
import type { Log } from '../log';
import type { SecretDisk } from '../secretDisk';
import { EndpointsFile, type Endpoints } from './endpointsFile';
import { keepToken, loadToken, replaceToken } from './tokenFile';

export interface WhereaboutsOptions {
  readonly dataDir: string;
  readonly component: Component;
  readonly log: Log;
  /** The disk that the data folder is on. */
  readonly disk: SecretDisk;
}

/** The files in the data folder by which programs find the server and are let in. */
export class Whereabouts {
  private readonly endpoints: EndpointsFile;
  private readonly tokenFile: string;
  private secret: string | undefined;

  constructor(private readonly options: WhereaboutsOptions) {
    this.endpoints = new EndpointsFile(path.join(options.dataDir, 'endpoints.json'));
    this.tokenFile = path.join(options.dataDir, 'token');
  }

  /** The token that is in force; undefined before it was loaded. */
  get token(): string | undefined {
    return this.secret;
  }

  /** @returns The token that is in force. @throws Error with a sentence for people when its file is not a plain file of this user. */
  async loadToken(): Promise<string> {
    const { log, disk } = this.options;
    return (this.secret = await loadToken(this.tokenFile, log, disk));
  }

  /** Puts another token in force. @throws Error of the file system; the old one holds then. */
  async newToken(): Promise<string> {
    return (this.secret = await replaceToken(this.tokenFile));
  }

  /** Says where the server is, unless that is what was said last. Never rejects: its component tells of a failure. */
  async tell(where: Endpoints): Promise<void> {
    if (!this.endpoints.says(where)) await this.write(where);
  }

  /**
   * Somebody may remove the data folder while the server runs; what it says there holds all the same. The token is
   * another one afterwards where somebody else put one into its file. Never rejects.
   */
  async renew(where: Endpoints): Promise<void> {
    if (this.secret === undefined) return;
    const { component, log, dataDir } = this.options;
    try {
      const { secret, wasGone } = await keepToken(this.tokenFile, this.secret);
      this.secret = secret;
      if (wasGone)
        log('warn', `The token in ${dataDir} was removed while it was in use. It was written again: the same one.`);
      if (wasGone || (await this.endpoints.isGone())) await this.write(where);
    } catch (error) {
      component.degraded(
        `The server listens at ${where.http}, but programs will not find it, because its files in ${dataDir} were removed and cannot be written again: ${clauseOf(error)}. It is tried every few seconds; make the folder one that can be written to.`,
      );
    }
  }

  /**
   * The server is nowhere any more. Never rejects.
   * @param whosever Also what a leader that was killed has left: it is nobody's address any more.
   */
  async withdraw(whosever: boolean): Promise<void> {
    try {
      await (whosever ? this.endpoints.removeAny() : this.endpoints.remove());
    } catch (error) {
      this.options.log('warn', `endpoints.json could not be removed: ${clauseOf(error)}. It names a closed port now.`);
    }
  }

  private async write(where: Endpoints): Promise<void> {
    const { component } = this.options;
    try {
      await this.endpoints.write(where);
      component.running();
    } catch (error) {
      component.degraded(
        `The server listens at ${where.http}, but programs will not find it, because endpoints.json could not be written: ${clauseOf(error)}. Make the data folder one that can be written to.`,
      );
    }
  }
}

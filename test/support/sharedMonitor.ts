import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ClaimFolder } from '../../src/engine/elect/claims/claimFolder';
import type { Endpoints } from '../../src/engine/serve/endpointsFile';
import type { Instances } from '../../src/engine/serve/routes/instances';
import type { InstanceStatus } from '../../src/protocol/instances';

/** The monitor that all windows of a data folder share, asked as programs ask it: wherever its leader serves now. */
export class SharedMonitor {
  private readonly claims: ClaimFolder;

  constructor(private readonly dataDir: string) {
    this.claims = new ClaimFolder(dataDir);
  }

  /** Who says to serve, and where; one that was killed or is frozen still says so. @throws Error when nobody does. */
  async endpoints(): Promise<Endpoints> {
    return JSON.parse(await this.read('endpoints.json')) as Endpoints;
  }

  /** What whoever serves answers. @throws Error when nobody does. */
  async ask<T>(where: string): Promise<T> {
    const { http } = await this.endpoints();
    const token = (await this.read('token')).trim();
    const answer = await fetch(http + where, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`${where} was answered with ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Who shares the engine, the leader first. */
  async instances(): Promise<readonly InstanceStatus[]> {
    return (await this.ask<Instances>('/api/instances')).instances;
  }

  /** Their process ids, the leader's first. */
  async sharers(): Promise<number[]> {
    return (await this.instances()).map(({ pid }) => pid);
  }

  /** The highest epoch that somebody claimed, and who did. */
  async highestClaim(): Promise<{ readonly epoch: number; readonly pid: number | undefined }> {
    const epoch = (await this.claims.epochs()).at(-1) ?? 0;
    const claim = await this.claims.read(epoch);
    return { epoch, pid: typeof claim === 'object' ? claim.pid : undefined };
  }

  private read(name: string): Promise<string> {
    return readFile(path.join(this.dataDir, name), 'utf8');
  }
}

import { randomBytes } from 'node:crypto';
import type { Claim } from '../../src/engine/elect/claims/claim';
import { ClaimFolder } from '../../src/engine/elect/claims/claimFolder';
import { ClaimFence, type Fence } from '../../src/engine/elect/fence';

/** The fence of one whom nobody disputes. */
export function heldFence(epoch: number): Fence {
  let taken = epoch;
  return {
    get epoch() {
      return taken;
    },
    holds: () => Promise.resolve(true),
    next: (least = 0) => Promise.resolve((taken = Math.max(taken + 1, least))),
  };
}

/** Claims an epoch of a data folder without asking who else leads, who is superseded by that. @param epoch Default: the next. */
export async function claimed(dataDir: string, epoch?: number): Promise<Fence> {
  const folder = new ClaimFolder(dataDir);
  await folder.make();
  const claim: Claim = {
    instance: randomBytes(12).toString('base64url'),
    pid: process.pid,
    role: 'serve',
    version: '0.0.0-test',
    address: '',
    since: Date.now(),
    epoch: epoch ?? ((await folder.epochs()).at(-1) ?? 0) + 1,
  };
  if (!(await folder.add(claim))) throw new Error(`Epoch ${claim.epoch} is claimed already.`);
  return new ClaimFence(folder, claim);
}

/** The fence of one who claims an epoch when it is first needed. */
export class LateFence implements Fence {
  private made: Promise<Fence> | undefined;
  private fence: Fence | undefined;

  constructor(private readonly dataDir: string) {}

  get epoch(): number {
    return this.fence?.epoch ?? 0;
  }

  async holds(): Promise<boolean> {
    return (await this.known()).holds();
  }

  async next(least?: number): Promise<number> {
    return (await this.known()).next(least);
  }

  private async known(): Promise<Fence> {
    this.made ??= claimed(this.dataDir);
    return (this.fence ??= await this.made);
  }
}

import type { Claim } from './claims/claim';
import { ClaimFolder } from './claims/claimFolder';

/** Tells a leader whether it still is one. Whoever holds an epoch acknowledges and publishes in it; nobody else does. */
export interface Fence {
  /** The epoch that is held; {@link next} makes it grow. */
  readonly epoch: number;
  /**
   * Whether nobody has claimed a higher epoch, and the claim of this one is still there. Once false, it stays false.
   * @throws Error of the file system when it cannot be told: then nothing may be acknowledged either.
   */
  holds(): Promise<boolean>;
  /**
   * Takes the following epoch for the same holder, for a recording that begins anew.
   * @throws Superseded when somebody else leads; Error of the file system.
   */
  next(): Promise<number>;
}

/** What the store's thread asks, which takes no epochs. */
export type EpochFence = Pick<Fence, 'epoch' | 'holds'>;

/** Somebody else leads: what is not acknowledged yet never will be. */
export class Superseded extends Error {
  override readonly name = 'Superseded';

  constructor(readonly epoch: number) {
    super(`Another process of the monitor leads since epoch ${epoch}, so that nothing more is written in that epoch.`);
  }
}

/** The fence of who made a claim. */
export class ClaimFence implements Fence {
  private isLost = false;
  private taking: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly folder: ClaimFolder,
    private claim: Claim,
  ) {}

  get epoch(): number {
    return this.claim.epoch;
  }

  async holds(): Promise<boolean> {
    // While the next epoch is taken there is a higher claim than this one's, and it is its own.
    await this.taking;
    return this.isHeld();
  }

  next(): Promise<number> {
    const taken = this.taking.then(() => this.take());
    this.taking = taken.catch(() => undefined);
    return taken;
  }

  private async take(): Promise<number> {
    if (!(await this.isHeld())) throw new Superseded(this.epoch);
    const claim = { ...this.claim, epoch: this.epoch + 1 };
    if (!(await this.folder.add(claim)) || (await this.folder.epochs()).at(-1) !== claim.epoch) {
      this.isLost = true;
      throw new Superseded(this.epoch);
    }
    this.claim = claim;
    return claim.epoch;
  }

  private async isHeld(): Promise<boolean> {
    this.isLost ||= !(await isHighest(this.folder, this.epoch, this.claim.instance));
    return !this.isLost;
  }
}

/** The fence of one epoch, for another thread of the process that claimed it. */
export function fenceOf(dataDir: string, epoch: number): EpochFence {
  const folder = new ClaimFolder(dataDir);
  let holder: string | undefined;
  let isLost = false;
  return {
    epoch,
    holds: async () => {
      if (isLost) return false;
      const claim = await folder.read(epoch);
      const instance = typeof claim === 'object' ? claim.instance : undefined;
      holder ??= instance;
      isLost = instance === undefined || instance !== holder || !(await isTop(folder, epoch));
      return !isLost;
    },
  };
}

/** A folder that somebody removed may have been made anew by others since, with the same epochs: so who claimed counts. */
async function isHighest(folder: ClaimFolder, epoch: number, instance: string): Promise<boolean> {
  const claim = await folder.read(epoch);
  return typeof claim === 'object' && claim.instance === instance && (await isTop(folder, epoch));
}

const isTop = async (folder: ClaimFolder, epoch: number): Promise<boolean> => (await folder.epochs()).at(-1) === epoch;

import { isWithin } from '../isWithin';
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
   * @param least A later one, if the following one is less.
   * @throws Superseded when somebody else leads; Error of the file system.
   */
  next(least?: number): Promise<number>;
}

/** What the store's thread asks, which takes no epochs. */
export type EpochFence = Pick<Fence, 'epoch' | 'holds'>;

/** Somebody else leads: what is not acknowledged yet never will be. */
export class Superseded extends Error {
  override readonly name = 'Superseded';

  constructor(readonly epoch: number) {
    super(
      `Another window or command of the monitor leads by now, so that this one (epoch ${epoch}) leaves the data folder as it is. Nothing that was kept is lost. Ask again.`,
    );
  }
}

/** For how long somebody who gave an order waits for the disk, ms. */
const lookMs = 2000;

/**
 * A leader that was frozen is given orders before it knows that another process leads by now, and they would be lost
 * with it. One whose disk cannot tell obeys.
 * @throws Superseded when another process leads.
 */
export async function requireHeld(fence: Pick<Fence, 'epoch' | 'holds'>): Promise<void> {
  const held = fence.holds().catch(() => true);
  if ((await isWithin(held, lookMs)) && !(await held)) throw new Superseded(fence.epoch);
}

/** The fence of who leads alone, since no claim can be made: nothing that is written would count. */
export class NoFence implements Fence {
  /** @param epoch Later than that of any run before, so that none is taken for another. @param reason For people. */
  constructor(
    readonly epoch: number,
    private readonly reason: string,
  ) {}

  /** @throws Error with the reason, always. */
  holds(): Promise<never> {
    return Promise.reject(new Error(this.reason));
  }

  /** @throws Error with the reason, always. */
  next(): Promise<never> {
    return this.holds();
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

  next(least = 0): Promise<number> {
    const taken = this.taking.then(() => this.take(Math.max(this.epoch + 1, least)));
    this.taking = taken.catch(() => undefined);
    return taken;
  }

  private async take(epoch: number): Promise<number> {
    if (!(await this.isHeld())) throw new Superseded(this.epoch);
    const claim = { ...this.claim, epoch };
    const isMade = await this.folder.add(claim);
    // Somebody may have claimed an epoch in between, and lead already.
    if (!isMade || (await this.folder.epochs()).some((other) => other > this.epoch && other !== epoch)) {
      this.isLost = true;
      if (isMade) await this.folder.withdraw(claim);
      throw new Superseded(this.epoch);
    }
    this.claim = claim;
    return epoch;
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

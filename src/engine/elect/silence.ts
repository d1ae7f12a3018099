import type { Claim } from './claims/claim';

/** Ticks of 250 ms without a word after which a leader counts as frozen: 3 s. */
export const mostSilentTicks = 12;
export const tickMs = 250;

/**
 * Counts how long a leader says nothing, in ticks of the one who listens: a listener that was frozen itself, or whose
 * machine slept, has not ticked meanwhile and accuses nobody.
 */
export class Silence {
  private ticks = 0;

  /** The leader said something. */
  heard(): void {
    this.ticks = 0;
  }

  tick(): void {
    this.ticks++;
  }

  get isFrozen(): boolean {
    return this.ticks >= mostSilentTicks;
  }

  /** Whether it lasts so long that the leader should be asked for a word. */
  get isDoubtful(): boolean {
    return this.ticks >= mostSilentTicks / 2;
  }
}

/** The silence of whoever holds the highest claim, however often it is connected to and whatever further epochs it takes. */
export class HolderSilence {
  private holder: string | undefined;
  /** Of the one that was asked for last. */
  current = new Silence();

  of({ instance }: Pick<Claim, 'instance'>): Silence {
    if (this.holder !== instance) this.current = new Silence();
    this.holder = instance;
    return this.current;
  }
}

import type { Disk } from '../../src/engine/store/disk/disk';
import type { Fence } from '../../src/engine/elect/fence';
import { Superseded } from '../../src/engine/elect/fence';

/** Claims of epochs in memory, as the folder of the claims has them: the highest counts. */
export class Claims {
  highest = 0;
}

/**
 * A process that can be frozen: it stands still before or after one of its calls, as SIGSTOP has it, and goes on as if
 * no time had passed.
 */
export class Freezer {
  /** Calls of the disk and of the fence so far. */
  calls = 0;
  /** Those of them in the folder of segments. */
  changes = 0;
  /** What was called when it stood still: a path, or `fence`; undefined until then. */
  place: string | undefined;
  private at = Infinity;
  private counted: 'calls' | 'changes' = 'calls';
  private side: 'before' | 'after' | undefined;
  private frozen: Promise<void> | undefined;
  private wake: () => void = () => undefined;
  private stands: () => void = () => undefined;

  /**
   * Stands still so many calls from now.
   * @param counted Which calls are counted.
   * @param side Before the call takes effect or after that. Default: half of the calls before, half after.
   */
  freezeIn(calls: number, counted: 'calls' | 'changes' = 'calls', side?: 'before' | 'after'): Promise<void> {
    this.counted = counted;
    this.side = side;
    this.at = this[counted] + calls;
    return new Promise((resolve) => {
      this.stands = resolve;
    });
  }

  thaw(): void {
    this.at = Infinity;
    this.frozen = undefined;
    this.wake();
  }

  disk(disk: Disk): Disk {
    return {
      list: (folder) => this.call(folder, () => disk.list(folder)),
      notFiles: (folder) => disk.notFiles(folder),
      read: (file, most) => this.call(file, () => disk.read(file, most)),
      size: (file) => this.call(file, () => disk.size(file)),
      create: async (file) => {
        const made = await this.call(file, () => disk.create(file));
        return {
          append: (bytes) => this.call(file, () => made.append(bytes)),
          sync: () => this.call(file, () => made.sync()),
          close: () => this.call(file, () => made.close()),
        };
      },
      makeFolder: (folder) => this.call(folder, () => disk.makeFolder(folder)),
      rename: (from, to) => this.call(from, () => disk.rename(from, to)),
      remove: (file) => this.call(file, () => disk.remove(file)),
      syncFile: (file) => this.call(file, () => disk.syncFile(file)),
      syncFolder: (folder) => this.call(folder, () => disk.syncFolder(folder)),
    };
  }

  /** Takes the next epoch, whoever held the last one. */
  lead(claims: Claims): Fence {
    let epoch = ++claims.highest;
    return {
      get epoch() {
        return epoch;
      },
      holds: () => this.call('fence', () => Promise.resolve(claims.highest === epoch)),
      next: () =>
        this.call('fence', () => {
          if (claims.highest !== epoch) return Promise.reject(new Superseded(epoch));
          return Promise.resolve((epoch = ++claims.highest));
        }),
    };
  }

  private async call<T>(place: string, does: () => Promise<T>): Promise<T> {
    await this.frozen;
    const call = ++this.calls;
    if (place.includes('/segments')) this.changes++;
    const isHere = this[this.counted] >= this.at;
    const side = this.side ?? (call % 2 === 0 ? 'before' : 'after');
    if (isHere && side === 'before') await this.stand(place);
    try {
      return await does();
    } finally {
      if (isHere && side === 'after') await this.stand(place);
      // Whatever else the process does stands still with it.
      await this.frozen;
    }
  }

  private stand(place: string): Promise<void> {
    this.frozen ??= new Promise((resolve) => {
      this.place = place;
      this.wake = resolve;
      this.stands();
    });
    return this.frozen;
  }
}

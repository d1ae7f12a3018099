import type { Random } from './random';
import { SimulatedFile } from './simulatedFile';

type Names = Map<string, SimulatedFile>;

/** Names in a folder, and those changes of them that were not synced. */
export class SimulatedFolder {
  private readonly lasting: Names = new Map<string, SimulatedFile>();
  private unsynced: ((names: Names) => void)[] = [];
  readonly names: Names = new Map<string, SimulatedFile>();

  place(name: string, file: SimulatedFile): void {
    this.lasting.set(name, file);
    this.names.set(name, file);
  }

  put(name: string, file: SimulatedFile): void {
    this.change((names) => names.set(name, file));
  }

  drop(name: string): void {
    this.change((names) => names.delete(name));
  }

  /** File systems rename within a folder in one piece. */
  rename(from: string, to: string): void {
    const file = this.names.get(from)!;
    this.change((names) => {
      names.delete(from);
      names.set(to, file);
    });
  }

  sync(): void {
    for (const change of this.unsynced) change(this.lasting);
    this.unsynced = [];
  }

  /**
   * Of the changes that were not synced any may be there or not, whatever came before which.
   * @param survivors What became of files so far: one with two names is one still.
   */
  afterPowerLoss(random: Random, survivors: Map<SimulatedFile, SimulatedFile>): SimulatedFolder {
    const names: Names = new Map(this.lasting);
    for (const change of this.unsynced) if (random.chance(0.5)) change(names);
    const after = new SimulatedFolder();
    for (const [name, file] of names) {
      let survivor = survivors.get(file);
      if (!survivor) survivors.set(file, (survivor = file.afterPowerLoss(random)));
      after.place(name, survivor);
    }
    return after;
  }

  private change(change: (names: Names) => void): void {
    change(this.names);
    this.unsynced.push(change);
  }
}

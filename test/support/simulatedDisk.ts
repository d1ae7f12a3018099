import path from 'node:path';
import type { AppendFile, Disk } from '../../src/engine/store/disk/disk';
import { SimulatedFile } from './simulatedFile';
import { SimulatedFolder } from './simulatedFolder';
import type { Random } from './random';

export type DiskCall =
  | 'list'
  | 'read'
  | 'size'
  | 'create'
  | 'append'
  | 'sync'
  | 'close'
  | 'makeFolder'
  | 'rename'
  | 'remove'
  | 'syncFile'
  | 'syncFolder';

/** One call of the disk, before it takes effect. */
export interface DiskOperation {
  /** From 0, counted from the disk's beginning. */
  readonly index: number;
  readonly call: DiskCall;
  readonly path: string;
}

/** Ways in which a disk may break its word; a test that passes with one of them proves nothing. */
export interface DiskMutants {
  readonly ignoreSync?: boolean;
  /** A sync ends before it has happened: it happens with the next append. */
  readonly lateSync?: boolean;
  readonly ignoreFolderSync?: boolean;
}

/** A disk in memory that can fail on any call and lose its power: what was not synced may then be gone or garbage. */
export class SimulatedDisk implements Disk {
  private readonly folders: Map<string, SimulatedFolder>;
  private operations = 0;
  private powerLoss: { readonly at: number; readonly lost: (after: SimulatedDisk) => void } | undefined;
  private isDead = false;
  private late: (() => void)[] = [];
  /** Error code with which a call fails, such as ENOSPC; an append that fails writes some of its bytes first. */
  fault: (operation: DiskOperation) => string | undefined = () => undefined;
  /** Something that a call waits for. */
  delay: (operation: DiskOperation) => Promise<void> | undefined = () => undefined;

  constructor(
    private readonly random: Random,
    private readonly mutants: DiskMutants = {},
    folders: Iterable<[string, SimulatedFolder]> = [],
  ) {
    this.folders = new Map(folders);
  }

  /** Calls so far. */
  get operationCount(): number {
    return this.operations;
  }

  /** The disk as it is found when power comes back. This one goes on as if nothing had happened. */
  crash(): SimulatedDisk {
    const survivors = new Map<SimulatedFile, SimulatedFile>();
    const after = Array.from(this.folders, ([name, folder]): [string, SimulatedFolder] => {
      return [name, folder.afterPowerLoss(this.random, survivors)];
    });
    return new SimulatedDisk(this.random, this.mutants, after);
  }

  /** Loses power in the middle of the call with that index; this disk never answers again. */
  powerLossAt(index: number): Promise<SimulatedDisk> {
    return new Promise((resolve) => {
      this.powerLoss = { at: index, lost: resolve };
    });
  }

  /** All files with their content as programs see it now. */
  files(): Map<string, Buffer> {
    const found = new Map<string, Buffer>();
    for (const [folder, { names }] of this.folders)
      for (const [name, file] of names) found.set(path.join(folder, name), file.content);
    return found;
  }

  /** Puts a file there for good, as if it had always been there. */
  place(file: string, content: Uint8Array): void {
    this.addFolder(path.dirname(file));
    this.folderOf(file).place(path.basename(file), new SimulatedFile(Buffer.from(content)));
  }

  /** What a user does who deletes a folder; programs keep the files that they have open. */
  removeFolder(folder: string): void {
    for (const name of this.folders.keys())
      if (name === folder || name.startsWith(folder + path.sep)) this.folders.delete(name);
  }

  async list(folder: string): Promise<string[]> {
    await this.begin('list', folder);
    return [...(this.folders.get(folder)?.names.keys() ?? []), ...this.foldersIn(folder)];
  }

  /** Folders are all there is besides files, and a look at them never fails. */
  notFiles(folder: string): Promise<string[]> {
    return Promise.resolve(this.foldersIn(folder));
  }

  async read(file: string, mostBytes: number): Promise<Buffer> {
    await this.begin('read', file);
    const { content } = this.fileAt(file);
    if (content.length > mostBytes) throw failure('EFBIG', file);
    return Buffer.from(content);
  }

  async size(file: string): Promise<number | undefined> {
    await this.begin('size', file);
    return this.folders.get(path.dirname(file))?.names.get(path.basename(file))?.content.length;
  }

  async create(file: string): Promise<AppendFile> {
    await this.begin('create', file);
    const folder = this.folderOf(file);
    const name = path.basename(file);
    if (folder.names.has(name)) throw failure('EEXIST', file);
    const made = new SimulatedFile();
    folder.put(name, made);
    return {
      append: async (bytes) => {
        // A copy at the time of the call: nobody may rely on when the bytes are looked at.
        const content = Buffer.from(bytes);
        await this.begin('append', file, () => {
          made.append(content.subarray(0, this.random.integer(0, content.length)));
        });
        made.append(content);
      },
      sync: async () => {
        await this.begin('sync', file, () => {
          made.failSync();
        });
        if (this.mutants.lateSync === true)
          this.late.push(() => {
            made.sync();
          });
        else if (this.mutants.ignoreSync !== true) made.sync();
      },
      close: () => this.begin('close', file),
    };
  }

  async makeFolder(folder: string): Promise<void> {
    await this.begin('makeFolder', folder);
    this.addFolder(folder);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.begin('rename', from);
    const file = this.fileAt(from);
    const [source, target] = [this.folderOf(from), this.folderOf(to)];
    if (source === target) source.rename(path.basename(from), path.basename(to));
    else {
      target.put(path.basename(to), file);
      source.drop(path.basename(from));
    }
  }

  async remove(file: string): Promise<void> {
    await this.begin('remove', file);
    this.folders.get(path.dirname(file))?.drop(path.basename(file));
  }

  async syncFile(file: string): Promise<void> {
    await this.begin('syncFile', file, () => {
      this.fileAt(file).failSync();
    });
    if (this.mutants.ignoreSync !== true) this.fileAt(file).sync();
  }

  async syncFolder(folder: string): Promise<void> {
    await this.begin('syncFolder', folder);
    const known = this.folders.get(folder);
    if (!known) throw failure('ENOENT', folder);
    if (this.mutants.ignoreFolderSync !== true) known.sync();
  }

  /** @param broken What a call does that fails or is cut short by a loss of power. */
  private async begin(call: DiskCall, file: string, broken: () => void = () => undefined): Promise<void> {
    const operation: DiskOperation = { index: this.operations++, call, path: file };
    // Every call takes a turn of the loop at least, as with a real disk.
    await this.delay(operation);
    if (this.isDead) await never();
    if (operation.index === this.powerLoss?.at) {
      broken();
      this.isDead = true;
      this.powerLoss.lost(this.crash());
      await never();
    }
    if (call === 'append') for (const sync of this.late.splice(0)) sync();
    const code = this.fault(operation);
    if (code === undefined) return;
    broken();
    throw failure(code, file);
  }

  private foldersIn(folder: string): string[] {
    const within = [...this.folders.keys()].filter((name) => name !== folder && path.dirname(name) === folder);
    return within.map((name) => path.basename(name));
  }

  private addFolder(folder: string): void {
    for (let name = folder; !this.folders.has(name); name = path.dirname(name))
      this.folders.set(name, new SimulatedFolder());
  }

  private folderOf(file: string): SimulatedFolder {
    const folder = this.folders.get(path.dirname(file));
    if (!folder) throw failure('ENOENT', file);
    return folder;
  }

  private fileAt(file: string): SimulatedFile {
    const found = this.folderOf(file).names.get(path.basename(file));
    if (!found) throw failure('ENOENT', file);
    return found;
  }
}

function failure(code: string, file: string): Error {
  return Object.assign(new Error(`${code}: simulated, ${file}`), { code });
}

const never = (): Promise<never> => new Promise(() => undefined);

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { layoutLimits } from '../../protocol/layout/limits';
import { DisposableStore, type Disposable } from '../disposable';

/** What a look at the file brought. */
export type DiskText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  /** It is there, and cannot be used; for people. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The layout file of the data folder, on disk. */
export class LayoutDisk {
  readonly name = 'layout.json';
  readonly uri: vscode.Uri;

  constructor(readonly folder: vscode.Uri) {
    this.uri = vscode.Uri.joinPath(folder, this.name);
  }

  /** Never more than 1 MiB, and never something that is not a file. @throws Error of the file system. */
  async read(): Promise<DiskText> {
    const { fs } = vscode.workspace;
    try {
      const { type, size } = await fs.stat(this.uri);
      if ((type & vscode.FileType.File) === 0)
        return { kind: 'unreadable', reason: vscode.l10n.t('{0} is not a file.', this.name) };
      if (size > layoutLimits.text)
        return { kind: 'unreadable', reason: vscode.l10n.t('{0} is larger than 1 MiB.', this.name) };
      const text = textOf(await fs.readFile(this.uri));
      return text === undefined
        ? { kind: 'unreadable', reason: vscode.l10n.t('{0} is not text in UTF-8.', this.name) }
        : { kind: 'text', text };
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return { kind: 'missing' };
      throw error;
    }
  }

  /**
   * Readers see the old text or the new, never a part and never nothing, as with VS Code's own renaming: it deletes the
   * old file first, at which editors of it close. Where the file is a link, what it leads to is replaced; who may read it stays.
   * @param before What was read; undefined where there was no file.
   * @returns Whether it was written: not if the file holds something else than `before` by now, which is left as it is.
   * @throws Error of the file system; the old text is left as it was.
   */
  async replace(before: string | undefined, text: string): Promise<boolean> {
    const { file, mode } = await this.target();
    const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(temporary, text, { flag: 'wx', mode });
      // Last of all, so that what others write meanwhile is not lost.
      const isStill = await holds(file, before);
      if (isStill) await rename(temporary, file);
      else await rm(temporary);
      return isStill;
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** Calls `changed` with each change of the file, by whomever, until disposed. */
  watch(changed: () => void): Disposable {
    const parts = new DisposableStore();
    const pattern = new vscode.RelativePattern(this.folder, this.name);
    // What is not there cannot be watched; the folder of a fresh machine appears with the engine.
    void vscode.workspace.fs.createDirectory(this.folder).then(
      () => {
        const watcher = parts.add(vscode.workspace.createFileSystemWatcher(pattern));
        for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) parts.add(event(changed));
      },
      // Reading the file says the same to people, who see it on the page.
      () => undefined,
    );
    parts.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.toString() === this.uri.toString()) changed();
      }),
    );
    return parts;
  }

  private async target(): Promise<{ readonly file: string; readonly mode: number }> {
    const { fsPath } = this.uri;
    try {
      const file = await realpath(fsPath);
      return { file, mode: (await stat(file)).mode & 0o777 };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return { file: fsPath, mode: 0o600 };
    }
  }
}

/** Whether a file holds this text and nothing else; with undefined, whether it is not there. */
async function holds(file: string, text: string | undefined): Promise<boolean> {
  try {
    if (text === undefined) return !(await stat(file));
    const expected = Buffer.from(text);
    return (await stat(file)).size === expected.length && expected.equals(await readFile(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return text === undefined;
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

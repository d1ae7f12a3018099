import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../disposable';
import { FileDiagnostics } from '../fileDiagnostics';
import type { HostLog } from '../log';
import { LayoutDisk } from './layoutDisk';
import { LayoutEditor } from './layoutEditor';
import { LayoutFile } from './layoutFile';

/** The layout of the data folder: the file, what is in force of it, and its marks in the editor. */
export class LayoutRoom implements Disposable {
  readonly file: LayoutFile;
  private readonly parts = new DisposableStore();

  /** @param folder The data folder. @param defaults The layout that is in force while there is no file. */
  constructor(folder: vscode.Uri, defaults: vscode.Uri, log: Pick<HostLog, 'write'>) {
    const disk = new LayoutDisk(folder);
    const editor = new LayoutEditor(disk.uri);
    const readDefault = async (): Promise<string> =>
      new TextDecoder().decode(await vscode.workspace.fs.readFile(defaults));
    this.file = this.parts.add(new LayoutFile({ disk, editor, readDefault, log }));
    this.parts.add(new FileDiagnostics('wirthforge-layout', editor));
  }

  dispose(): void {
    this.parts.dispose();
  }
}
